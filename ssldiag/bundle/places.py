"""A line in, the user ids, hosts and volume labels that it names out, told by the words around them.

What is found here is replaced wherever else it stands. Words that are the product's own are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ssldiag.bundle.kinds_of_words import PRODUCT, SHORTEST, is_kept
from ssldiag.bundle.secret_words import bounded

_ID = r"[A-Z0-9@#$_][A-Z0-9@#$_+-]{0,7}"
_PROFILE = r"[A-Z0-9@#$_]{1,10}"  # of IBM i
_B = r"(?![A-Z0-9@#$_+.-])"
_HOST = r"[A-Z0-9](?:[A-Z0-9_-]{0,61}[A-Z0-9])?"

_GREETING = "The|This|Welcome|Your|Our|Microsoft|Local|Public|Secure|Pure|Generic|Simple|Sendmail|Postfix"
"""Words of a server's greeting in the place of its name."""

Row = tuple[str, tuple[str, ...], re.Pattern[str]]


def _rows(*rows: tuple[str, str, str]) -> tuple[Row, ...]:
    """Kind, what a line must have in lower case (one of these, parted by ``|``), pattern."""
    return tuple(
        (kind, tuple(signs.split("|")), re.compile(bounded(pattern), re.IGNORECASE))
        for kind, signs, pattern in rows
    )


_ID_LIST = rf"(?P<l>{_ID}(?:\s+{_ID})*)"
_LISTED = "logonby|xautolog|obey|permit|restrict|inform|smsgauthlist"

LISTS: tuple[Row, ...] = _rows(
    (
        "userids",
        _LISTED,
        rf"^\s*(?:\*\s*)?(?:LOGONBY|XAUTOLOG|OBEY|PERMIT|RESTRICT|INFORM|SMSGAUTHLIST)\s+{_ID_LIST}\s*(?:;.*)?$",
    ),
    ("userids", ":admin_id_list.", rf":Admin_ID_list\.\s*(?P<l>{_ID}(?:[\s,]+{_ID}{_B})*)"),
)
"""Lists of words; the group ``l`` holds them."""

USERS: Row = _rows(("userids", "  ", rf"^\s{{2,}}(?P<l>{_ID}(?:\s+{_ID})+)\s*$"))[0]
"""The answer to QUERY NSS USERS: nothing but words, of which each must look like a user id."""

_SERVERS = "tcpipuserid|smtpserverid|uftserverid|postmaster|rscsuserid"
_MAIL_HOSTS = "ipmailername|mailhostname|alttcphostname|localhostname"

SINGLES: tuple[Row, ...] = _rows(
    (
        "userids",
        "user |identity ",
        rf"^\s*\*?\s*(?:USER|IDENTITY)\s+(?P<w>{_ID})\s+\S{{1,8}}(?:\s+\d+[KMGTPE]\b|\s*$)",
    ),
    (
        "userids",
        "lbyonly|nolog|autoonly|nopass",
        rf"^\s*(?:USER|IDENTITY)\s+(?P<w>{_ID})\s+(?:LBYONLY|NOLOG|AUTOONLY|NOPASS)\b",
    ),
    (
        "userids",
        "logon|logoff|login",
        rf"^\s*(?:LOGON|LOGOFF|LOGIN)\s+(?!AT\b)(?P<w>{_ID}){_B}(?:\s+(?:BY\s+(?P<v>{_ID}){_B}|HERE)|\s*$|\s+X)",
    ),
    (
        "userids",
        "user",
        rf"\bUSER\s+(?P<w>{_ID})\s+(?:LOGON|LOGOFF|LOGGED|FROM)\b|^[\s>-]*(?-i:USER)\s+(?P<v>[A-Z0-9@#$_-]{{3,32}})\s*$",
    ),
    ("userids", "230", r"^\s*230[ -](?P<w>[A-Z0-9@#$_-]{3,32})\s+(?:logged|user logged)"),
    ("userids", ":", rf"^(?:\d\d:\d\d:\d\d\s+)?(?P<w>{_ID})\s{{0,7}}:\s+[A-Z]{{6}}\d{{3,4}}[EIWSA]\b"),
    ("userids", " as ", rf"\b(?:LOGON|LOGOFF|RECONNECT|DISCONNECT|FORCED)\s+AS\s+(?P<w>{_ID})\s+USERS\s+="),
    ("userids", "via rscs", rf"^\s*(?P<w>{_ID})\s+AT\s+{_HOST}\s+VIA\s+RSCS\b"),
    (
        "userids",
        "special|nicdef",
        rf"^\s*(?:SPECIAL\s+[0-9A-F]{{1,4}}\s+(?:QDIO|HIPER)\s+|NICDEF\s.{{0,60}}\sLAN\s+)(?P<w>{_ID})\s+\S+",
    ),
    ("userids", "console ", rf"^\s*CONSOLE\s+[0-9A-F]{{1,4}}\s+\S+\s+[A-Z*]\s+(?P<w>{_ID}){_B}"),
    ("userids", "appcpass", rf"^\s*APPCPASS\s+\S+\s+\S+\s+(?P<w>{_ID})\s+\S+"),
    ("hosts", "appcpass", rf"^\s*\*?\s*APPCPASS\s+(?:(?P<w>{_HOST})|\S+)\s+(?P<v>{_HOST})\s+{_ID}\s+\S+"),
    (
        "hosts",
        "ftp server|smtp",
        rf"^[\s<]*220[ -](?!(?:{_GREETING})\b)(?P<w>{_HOST})\s+(?:FTP\s+server|E?SMTP)\b",
    ),
    ("hosts", " level ", rf"^[\s<]*220[ -]\S+\s+IBM\s+VM\s+Level\s+\S+\s+at\s+(?P<w>{_HOST})(?:[\s,]|$)"),
    ("userids", " level ", rf"^[\s<]*220[ -](?P<w>{_ID})\s+IBM\s+VM\s+Level\s"),
    ("userids", ":owner.|:for.|:stack.|:authlog.", rf":(?:owner|for|stack|authlog)\.\s*(?P<w>{_ID}){_B}"),
    (
        "userids",
        "autolog|force|smsg|msg",
        rf"\b(?:AUTOLOG|XAUTOLOG|FORCE|SMSG|MSG|MSGNOH)\s+(?P<w>{_ID}){_B}",
    ),
    ("userids", "auto logon", rf"\bAUTO LOGON\s+\*{{3}}\s+(?P<w>{_ID}){_B}"),
    ("userids", "link ", rf"^\s*LINK\s+(?:TO\s+)?(?P<w>{_ID})\s+[0-9A-F]{{1,4}}\b"),
    ("userids", ":nick.", rf":nick\.(?P<w>{_ID})(?:\s+:type\.server\b|\s*$)"),
    (
        "userids",
        _SERVERS,
        rf"^\s*(?:\S+:\s+)?(?:TCPIPUSERID|SMTPSERVERID|UFTSERVERID|POSTMASTER|RSCSUSERID)\s+(?P<w>{_ID}){_B}",
    ),
    ("userids", " tcp | udp ", rf"^\s*\d{{1,5}}\s+(?:TCP|UDP)\s+(?P<w>{_ID}){_B}"),
    ("userids", " -", rf"^\s*(?P<w>{_ID})\s+-\s*(?:DSC|SSI|L[0-9A-F]{{4}})\b"),
    ("userids", "..", rf"^\s*(?P<w>{_ID})\s+\d{{4}}\s+\S{{1,64}}\.\.\S{{1,16}}\s+\S{{1,64}}\.\.\S{{1,16}}"),
    (
        "userids",
        "not logged on|not in cp directory",
        rf"\bHCP[A-Z]{{3}}\d{{3,4}}[EIW]\s+(?P<w>{_ID})\s+not (?:logged on|in CP directory)",
    ),
    ("userids", "default owner id", rf"\bdefault owner ID:\s*(?P<w>{_ID})\b"),
    ("userids", "server ", rf"\bserver\s+(?P<w>{_ID})\s*$"),
    ("userids", "vmbfs:", rf"\bVMBFS:[A-Z0-9]{{1,8}}:(?P<w>{_ID})/"),
    ("userids", "vmsys", rf"\bVMSYS[A-Z]?:(?P<w>{_ID})\."),
    ("userids", "tcpipuserid", rf"\bTcpipUserid\s+(?P<w>{_ID})\b"),
    ("userids", "server name", rf"TCP/IP Server Name:\s*(?P<w>{_ID})"),
    ("userids", "/", rf"(?:^|\s)\d{{6}}/(?P<w>{_PROFILE})/[A-Z0-9_#@$]{{1,10}}\b"),
    (
        "userids",
        "user|uid|account|login|profile",
        rf"\b(?:user(?:id|name)?|uid|account|login|profile)[\"']?\s*[=:]\s*[\"']?(?P<w>{_ID})[\"']?(?=[\s,;)\"']|$)",
    ),
    ("userids", "home/", r"(?:^|[\s/])home/(?P<w>[A-Z0-9_][A-Z0-9_-]{2,31})(?=/|\s|$)"),
    ("userids", " from ", rf"\b(?:MSG|SMSG|WNG|FILE|RDR|PUN|PRT)\b.{{0,60}}?\bFROM\s+(?P<w>{_ID}){_B}"),
    ("userids", ":", r"^(?P<w>[a-z_][a-z0-9_-]{2,31}):[x*!]?:\d+:"),
    ("userids", "@", rf"^\[?(?P<w>[a-z_][a-z0-9_-]{{2,31}})@{_HOST}[: ].*[$#](?:\s|$)"),
    ("hosts", "@", rf"^\[?[a-z_][a-z0-9_-]{{2,31}}@(?P<w>{_HOST})[: ].*[$#](?:\s|$)"),
    ("hosts", ":", rf"^[A-Z][a-z]{{2}}\s+\d{{1,2}}\s\d\d:\d\d:\d\d\s(?P<w>{_HOST})\s[^\s:]+:"),
    ("hosts", "hostname", rf"^\s*(?:\S+:\s+)?HOSTNAME\s+(?P<w>{_HOST})(?:\s|;|$)"),
    ("hosts", "dtcipi005i", rf"\bDTCIPI005I\s+Trying to open\s+(?!PROFILE\b)(?P<w>{_HOST})\s+TCPIP\b"),
    (
        "hosts",
        "telnet|ftp|ping|tracerte|ssh|nslookup|rexec|lpr|helo|ehlo",
        r"^\s*(?:>\s*)?(?:telnet|ftp|ping|tracerte|ssh|nslookup|rexec|lpr -h|helo|ehlo)"
        rf"\s+(?P<w>{_HOST})(?:\s|$)",
    ),
    (
        "hosts",
        "-connect|-servername",
        rf"\s-(?:connect\s+(?P<w>{_HOST}):\d{{1,5}}{_B}|servername\s+(?P<v>{_HOST}){_B})",
    ),
    (
        "hosts",
        _MAIL_HOSTS,
        rf"^\s*(?:IPMAILERNAME|MAILHOSTNAME|ALTTCPHOSTNAME|LOCALHOSTNAME)\s+(?P<w>{_HOST})(?:\s|;|$)",
    ),
    (
        "hosts",
        "host",
        rf"\bhost(?:_?name)?[\"']?\s*[:=]\s*(?:[\"'](?P<w>{_HOST})[\"']|(?P<v>{_HOST})\s*$)",
    ),
    (
        "hosts",
        "servername|tcps",
        rf"^\s*(?:ServerName\s+(?:https?://)?|TCPS(?:ERVERADDRESS)?\s+)(?P<w>{_HOST})(?::\d{{1,5}})?\s*$",
    ),
    ("hosts", "conname", rf"\bCONNAME\s*\(\s*'?(?P<w>{_HOST})\s*(?:\(|'|\))"),
    ("hosts", "via rscs", rf"\bAT\s+(?P<w>{_HOST})\s+VIA\s+RSCS\b"),
    ("hosts", ".", rf"^\s*\d{{1,3}}(?:\.\d{{1,3}}){{3}}\s+(?P<w>{_HOST})(?:\s+[#;]|\s*$)"),
    (
        "hosts",
        "system_identifier",
        rf"^\s*System_Identifier(?:_Default)?\s+(?:\S+\s+\S+\s+)?(?P<w>{_HOST})\s*$",
    ),
    (
        "volumes",
        "mdisk",
        r"^\s*\*?\s*A?MDISK\s+[0-9A-F]{1,4}\s+(?!T-DISK|V-DISK)\S+\s+\S+\s+\S+\s+(?P<w>[A-Z0-9@#$]{3,6})\b",
    ),
    ("volumes", "directory", r"^\s*DIRECTORY\s+\S+\s+\S+\s+(?P<w>[A-Z0-9@#$]{3,6})\b"),
    (
        "volumes",
        "dasd",
        r"\bDASD\s+[0-9A-F]{4}\s+(?:CP \S+|ATTACHED \S+|ON)\s+(?:\S+\s+)?(?P<w>[A-Z0-9@#$]{4,6})\b",
    ),
    (
        "volumes",
        "subchannel",
        r"^\s*DASD\s+[0-9A-F]{4}\s+\d{4}\s+(?P<w>[A-Z0-9@#$]{3,6})\s+R/[OW]\s",
    ),
    (
        "volumes",
        " r/",
        r"^\s*(?P<w>[A-Z0-9@#$]{3,6})\s+[0-9A-F]{1,4}\s+[A-Z]\S{0,2}\s+R/[OW]\s+\d+\s+\d{4}\s",
    ),
    ("volumes", "vol", r"\bvol(?:ume|ser|id)(?:\s+label)?\s*[=:]\s*(?P<w>[A-Z0-9@#$]{3,6})\b"),
)
"""Kind, what a line must have, pattern; the groups ``w`` and ``v`` are what is meant."""

DOMAIN = re.compile(
    r"^\s*(?:\S+:\s+)?(?:DOMAINORIGIN|DOMAINSEARCH|search|domain)\s+(?P<w>[A-Z0-9.-]{3,255})", re.IGNORECASE
)
POOL = re.compile(
    r":nick\.(?P<w>[A-Z0-9@#$_]{1,3})\*|^\s*USER\s+(?P<v>[A-Z0-9@#$_]{1,3})\s+\S+\s+\d+[KMGTPE]\b",
    re.IGNORECASE,
)

_SPLIT = re.compile(r"[\s,]+")


def named(text: str, singles: Iterable[Row] = SINGLES, more: bool = True) -> Iterator[tuple[str, str]]:
    """Kind and word of everything that a line names: ``userids``, ``hosts``, ``volumes``, ``domains``,
    ``pools``. ``singles`` are the rows that may fit it; without ``more``, lists and domains are left out.
    """
    low = text.lower()
    for kind, signs, pattern in singles:
        if any(sign in low for sign in signs):
            for match in pattern.finditer(text):
                yield from ((kind, group) for group in match.groups() if group and _counts(group))
    if more:
        yield from _listed(text, low)


def names_more(text: str) -> bool:
    """Whether a line may name what is in no row of SINGLES."""
    low = text.lower()
    return (
        any(any(sign in low for sign in signs) and pattern.search(text) for _, signs, pattern in LISTS)
        or (text.startswith("  ") and USERS[2].match(text) is not None)
        or (("domain" in low or "search" in low) and DOMAIN.match(text) is not None)
        or ((":nick." in low or "user" in low) and POOL.search(text) is not None)
    )


def _listed(text: str, low: str) -> Iterator[tuple[str, str]]:
    for kind, signs, pattern in LISTS:
        found = pattern.search(text) if any(sign in low for sign in signs) else None
        if found:
            yield from ((kind, word) for word in _SPLIT.split(found["l"]) if _counts(word))
    users = USERS[2].match(text) if text.startswith("  ") else None
    if users and all(map(_like_an_id, words := _SPLIT.split(users["l"]))):
        yield from (("userids", word) for word in words if _counts(word))
    if "domain" in low or "search" in low:
        domain = DOMAIN.match(text)
        if domain and "." in domain["w"].strip("."):
            yield "domains", domain["w"].strip(".")
    if pool := POOL.search(text) if ":nick." in low or "user" in low else None:
        prefix = pool["w"] or pool["v"]
        if len(prefix) == SHORTEST and prefix.isalpha() and not is_kept(prefix):
            yield "pools", prefix


def _counts(word: str) -> bool:
    return len(word) >= SHORTEST and not is_kept(word) and not word.isdigit() and word.strip("X") != ""


def _like_an_id(word: str) -> bool:
    """A user id of the product, or in upper case with a digit: what a list of users and no prose has."""
    return word in PRODUCT or (word.isupper() and any(character.isdigit() for character in word))
