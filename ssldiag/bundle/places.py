"""A line in, the user ids, hosts and volume labels that it names out, told by the words around them.

What is found here is replaced wherever else it stands. Words that are the product's own are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.bundle.kinds_of_words import PRODUCT, SHORTEST, is_kept

_ID = r"[A-Z0-9@#$_][A-Z0-9@#$_+-]{0,7}"
_B = r"(?![A-Z0-9@#$_+.-])"
_HOST = r"[A-Z0-9](?:[A-Z0-9_-]{0,61}[A-Z0-9])?"

LISTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("userids", rf"^\s*(?:\*\s*)?(?:LOGONBY|XAUTOLOG|OBEY|PERMIT|RESTRICT|INFORM|SMSGAUTHLIST|DIRMAINT FOR)\s+"
                    rf"(?P<l>{_ID}(?:\s+{_ID})*)\s*(?:;.*)?$"),
        ("userids", rf":Admin_ID_list\.\s*(?P<l>{_ID}(?:[\s,]+{_ID}{_B})*)"),
        ("userids", rf"^\s{{2,}}(?P<l>{_ID}(?:\s+{_ID})+)\s*$"),
    )
)  # fmt: skip
"""Lists of words; the group ``l`` holds them. The last is the answer to QUERY NSS USERS, so user-like words."""

SINGLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("userids", rf"^\s*\*?\s*(?:USER|IDENTITY)\s+(?P<w>{_ID})\s+\S{{1,8}}(?:\s+\d+[KMGTPE]\b|\s*$)"),
        ("userids", rf"^\s*(?:USER|IDENTITY)\s+(?P<w>{_ID})\s+(?:LBYONLY|NOLOG|AUTOONLY|NOPASS)\b"),
        ("userids", rf"^\s*(?:LOGON|LOGOFF|LOGIN)\s+(?!AT\b)(?P<w>{_ID}){_B}(?:\s+(?:BY\s+(?P<v>{_ID}){_B}|HERE)|\s*$|\s+X)"),
        ("userids", rf":(?:owner|for|stack|authlog)\.\s*(?P<w>{_ID}){_B}"),
        ("userids", rf"\b(?:AUTOLOG|XAUTOLOG|FORCE|SMSG|MSG|MSGNOH)\s+(?P<w>{_ID}){_B}"),
        ("userids", rf"\bAUTO LOGON\s+\*{{3}}\s+(?P<w>{_ID}){_B}"),
        ("userids", rf"^\s*LINK\s+(?:TO\s+)?(?P<w>{_ID})\s+[0-9A-F]{{1,4}}\b"),
        ("userids", rf":nick\.(?P<w>{_ID})(?:\s+:type\.server\b|\s*$)"),
        ("userids", rf"^\s*(?:\S+:\s+)?(?:TCPIPUSERID|SMTPSERVERID|UFTSERVERID|POSTMASTER|RSCSUSERID)\s+(?P<w>{_ID}){_B}"),
        ("userids", rf"^\s*\d{{1,5}}\s+(?:TCP|UDP)\s+(?P<w>{_ID}){_B}"),
        ("userids", rf"^\s*(?P<w>{_ID})\s+-\s*(?:DSC|SSI|L[0-9A-F]{{4}})\b"),
        ("userids", rf"^\s*(?P<w>{_ID})\s+\d{{4}}\s+\S+\.\.\S+\s+\S+\.\.\S+"),
        ("userids", rf"\bHCP[A-Z]{{3}}\d{{3,4}}[EIW]\s+(?P<w>{_ID})\s+not (?:logged on|in CP directory)"),
        ("userids", rf"\bdefault owner ID:\s*(?P<w>{_ID})\b"),
        ("userids", rf"\bserver\s+(?P<w>{_ID})\s*$"),
        ("userids", rf"\bVMBFS:[A-Z0-9]{{1,8}}:(?P<w>{_ID})/"),
        ("userids", rf"\bVMSYS[A-Z]?:(?P<w>{_ID})\."),
        ("userids", rf"\bTcpipUserid\s+(?P<w>{_ID})\b"),
        ("userids", rf"TCP/IP Server Name:\s*(?P<w>{_ID})"),
        ("userids", rf"(?:^|\s)\d{{6}}/(?P<w>{_ID})/[A-Z0-9_#@$]{{1,10}}\b"),
        ("userids", rf"\b(?:user(?:id|name)?|uid|account|login|profile)\s*[=:]\s*[\"']?(?P<w>{_ID})[\"']?(?=[\s,;)\"']|$)"),
        ("userids", r"(?:^|[\s/])home/(?P<w>[A-Z0-9_][A-Z0-9_-]{2,31})(?=/|\s|$)"),
        ("hosts", rf"^\s*(?:\S+:\s+)?HOSTNAME\s+(?P<w>{_HOST})(?:\s|;|$)"),
        ("hosts", rf"\bDTCIPI005I\s+Trying to open\s+(?!PROFILE\b)(?P<w>{_HOST})\s+TCPIP\b"),
        ("hosts", rf"^\s*(?:>\s*)?(?:telnet|ftp|ping|tracerte|ssh|nslookup|rexec|lpr -h)\s+(?P<w>{_HOST})(?:\s|$)"),
        ("hosts", rf"^\s*(?:IPMAILERNAME|MAILHOSTNAME|ALTTCPHOSTNAME|LOCALHOSTNAME)\s+(?P<w>{_HOST})(?:\s|;|$)"),
        ("hosts", rf"\bAT\s+(?P<w>{_HOST})\s+VIA\s+RSCS\b"),
        ("hosts", rf"^\s*\d{{1,3}}(?:\.\d{{1,3}}){{3}}\s+(?P<w>{_HOST})(?:\s+[#;]|\s*$)"),
        ("hosts", rf"^\s*System_Identifier(?:_Default)?\s+(?:\S+\s+\S+\s+)?(?P<w>{_HOST})\s*$"),
        ("volumes", r"^\s*\*?\s*A?MDISK\s+[0-9A-F]{1,4}\s+(?!T-DISK|V-DISK)\S+\s+\S+\s+\S+\s+(?P<w>[A-Z0-9@#$]{3,6})\b"),
        ("volumes", r"^\s*DIRECTORY\s+\S+\s+\S+\s+(?P<w>[A-Z0-9@#$]{3,6})\b"),
        ("volumes", r"\bDASD\s+[0-9A-F]{4}\s+(?:CP \S+|ATTACHED \S+|ON)\s+(?:\S+\s+)?(?P<w>[A-Z0-9@#$]{4,6})\b"),
        ("volumes", r"\bvol(?:ume|ser|id)(?:\s+label)?\s*[=:]\s*(?P<w>[A-Z0-9@#$]{3,6})\b"),
    )
)  # fmt: skip
"""Kind and pattern; the groups ``w`` and ``v`` are what is meant."""

DOMAIN = re.compile(
    r"^\s*(?:\S+:\s+)?(?:DOMAINORIGIN|DOMAINSEARCH|search|domain)\s+(?P<w>[A-Z0-9.-]{3,255})", re.IGNORECASE
)
POOL = re.compile(
    r":nick\.(?P<w>[A-Z0-9@#$_]{1,3})\*|^\s*USER\s+(?P<v>[A-Z0-9@#$_]{1,3})\s+\S+\s+\d+[KMGTPE]\b",
    re.IGNORECASE,
)

TRIGGER = re.compile(
    r"logon|logoff|login|autolog|obey|permit|restrict|inform|smsg|msg|force|:nick|:owner|:for|:stack|admin_id|authlog|user"
    r"|identity|link |userid|postmaster|serverid| tcp | udp | - |\.\.|not logged|cp directory|owner id|server |vmbfs|vmsys"
    r"|home/|uid|account|profile|hostname|trying to open|telnet|ftp|ping|tracerte|ssh|nslookup|ipmailer|via rscs|^\s*\d+\."
    r"|system_id|disk|directory|dasd|vol|domain|search|\d{6}/|^  +[a-z]",
    re.IGNORECASE,
)
"""What a line has that any of these may fit."""

_SPLIT = re.compile(r"[\s,]+")


def named(text: str) -> Iterator[tuple[str, str]]:
    """Kind and word of everything that a line names: ``userids``, ``hosts``, ``volumes``, ``domains``,
    ``pools``.
    """
    if TRIGGER.search(text) is None:
        return
    for kind, pattern in SINGLES:
        for match in pattern.finditer(text):
            for group in match.groups():
                if group and _counts(group):
                    yield kind, group
    for kind, pattern in LISTS:
        for match in pattern.finditer(text):
            found = _SPLIT.split(match["l"])
            if pattern.pattern.startswith(r"^\s{2,}") and not all(map(_like_an_id, found)):
                continue
            yield from ((kind, word) for word in found if _counts(word))
    domain, pool = DOMAIN.match(text), POOL.search(text)
    if domain and "." in domain["w"].strip("."):
        yield "domains", domain["w"].strip(".")
    if pool:
        prefix = pool["w"] or pool["v"]
        if len(prefix) == SHORTEST and prefix.isalpha() and not is_kept(prefix):
            yield "pools", prefix


def _counts(word: str) -> bool:
    return len(word) >= SHORTEST and not is_kept(word) and not word.isdigit() and word.strip("X") != ""


def _like_an_id(word: str) -> bool:
    """A user id of the product, or in upper case with a digit: what a list of users and no prose has."""
    return word in PRODUCT or (word.isupper() and any(character.isdigit() for character in word))
