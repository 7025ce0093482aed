"""Single lines of SSLADMIN and NETSTAT responses: a line in, the counts, sockets or column names on it out.

Words decide, never columns of the screen. What a column means is told by the words of its heading.
"""

from __future__ import annotations

import re

SERVER = r"(?:[A-Z]{1,3}\d{5}|SSLSERV)"
"""User ids of SSL servers: a pool's prefix of one to three letters and five digits, or the lone server's
usual name."""

STATES = ("Active", "Eligible", "Starting", "Stopped")
STATE = re.compile(r"(?i:\b(?:active|eligible|starting|stopped)\b)")
SERVER_LINE = re.compile(
    rf"[ \t]*(?P<lead>(?i:(?:SSL )?server:?[ \t]+))?(?P<server>(?i:{SERVER}))(?P<colon>:?)"
    r"(?=[ \t]|$)(?P<rest>.*)"
)
STACK = re.compile(r"(?i:TCP/IP Server Name:|\bfor stack:?|\bstack:)[ \t]*(?P<stack>[A-Z0-9@#$_-]{1,8})\b")
LEVEL = re.compile(r"(?i:Netstat Level[ \t]+)(?P<level>\d{3})\b")

NUMBER = r"(?P<number>[0-9]{1,9})(?![0-9])"
OF = r"(?: number of)?(?: active)?(?: ssl)?"
TOTALS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?i:{words})[ \t]*[:=]?[ \t]*{NUMBER}"))
    for name, words in (
        ("per_server", r"\bmax(?:imum)?(?: sessions)? per(?: ssl)?(?: server)?|\bMAXPERSSLSERVER"),
        ("maximum", rf"\bmax(?:imum)?{OF} (?:sessions|connections)|\bMAXSESSIONS"),
        (
            "sessions",
            r"\b(?:current|active|total)(?: number of)?(?: active)? (?:sessions|connections)"
            r"|\bsessions in use",
        ),
    )
)
"""What the totals are called: in the reference layout (``Maximum sessions:``) and in words the contents make
likely."""

IN_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("sessions", re.compile(rf"(?i:\b(?:current|sessions|connections|in use)\b)[ \t]*[:=]?[ \t]*{NUMBER}")),
    ("maximum", re.compile(rf"(?i:\b(?:maximum|max|limit)\b)[ \t]*[:=]?[ \t]*{NUMBER}")),
)
SHARE = re.compile(r"\b(?P<sessions>\d{1,9})[ \t]*(?:/|of)[ \t]*(?P<maximum>\d{1,9})\b")

STATE_HEAD = re.compile(r"(?i:stat(?:e|us))")
"""What every heading of a table of servers holds: rows are many, and most are spared a closer look."""

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("server", re.compile(r"(?i:(?:ssl )?server(?: ?id| name)?|user ?id|ssl id|name)$")),
    ("state", re.compile(r"(?i:state|status)$")),
    ("maximum", re.compile(r"(?i:.*\b(?:max\w*|limit|allowed)\b)")),
    ("other", re.compile(r"(?i:.*\b(?:peak|total|high)\b)")),
    ("sessions", re.compile(r"(?i:.*\b(?:sessions?|current|active|in use|conns?|connections)\b)")),
)
"""Meaning of a column by the words of its heading, tried in this order."""

PORTS = {
    "FTP-D": 20, "FTP-DATA": 20, "FTP-C": 21, "FTP": 21, "SSH": 22, "TELNET": 23, "SMTP": 25, "TIME": 37,
    "NAMESRV": 42, "DOMAIN": 53, "TFTP": 69, "FINGER": 79, "HTTP": 80, "WWW": 80, "POP3": 110, "PORTMAP":
    111, "SUNRPC": 111, "NTP": 123, "IMAP": 143, "SNMP": 161, "SNMPTRAP": 162, "LDAP": 389, "HTTPS": 443,
    "SMTPS": 465, "REXEC": 512, "EXEC": 512, "LOGIN": 513, "RSHD": 514, "SHELL": 514, "PRINTER": 515, "LPD":
    515, "SUBMISSION": 587, "UFT": 608, "LDAPS": 636, "FTPS-DATA": 989, "FTPS": 990, "TELNETS": 992,
    "IMAPS": 993, "POP3S": 995, "NFS": 2049,
}  # fmt: skip
"""Port names as NETSTAT shows them: those of ETC SERVICES, which are IANA's but for FTP-C, FTP-D and UFT (RFC
1440)."""

SOCKET_ROW = re.compile(
    r"[ \t]*(?P<user>[A-Z0-9@#$_*-]{1,8})[ \t]+(?:(?P<conn>\d{1,10}|-+)[ \t]+)?"
    r"(?P<local>\S{1,64}\.\.[\w-]{1,16}|\*\.\.\*)"
    r"[ \t]+(?P<foreign>\S{1,64}\.\.[\w*-]{1,16})[ \t]+(?P<state>[A-Za-z][A-Za-z0-9_ -]{0,30})$"
)


def columns(text: str) -> list[str] | None:
    """The meanings of a table's columns, if the line is the heading of a table of servers."""
    if not STATE_HEAD.search(text):
        return None
    words = re.split(r"[ \t]{2,}", text.strip())
    if len(words) < 2:
        words = text.split()
    found = [meaning(word) for word in words[:16]]
    if found[:1] != ["server"]:
        single = [meaning(word) for word in text.split()[:16]]
        found = single if single[:1] == ["server"] else []
    return found if len(found) > 1 and "state" in found else None


def meaning(heading: str) -> str:
    """What a column holds."""
    return next((name for name, pattern in COLUMNS if pattern.match(heading[:40])), "other")


def by_columns(rest: str, heads: list[str]) -> dict[str, int]:
    """The numbers of a row under a heading; a dash or a word in a column is no number."""
    cells = STATE.sub("", rest, count=1).split()
    return numbers(cells, [name for name in heads if name not in ("server", "state")])


def numbers(cells: list[str], names: list[str]) -> dict[str, int]:
    """Cells that are numbers, by the names of their columns."""
    return {
        name: int(cell)
        for name, cell in zip(names, cells, strict=False)
        if name != "other" and re.fullmatch(r"[0-9]{1,9}", cell)
    }


def by_words(rest: str) -> dict[str, int]:
    """The numbers of a row that says itself what they are: ``current 117, maximum 600``, ``117/600``."""
    share = SHARE.search(rest[:500])
    if share:
        return {name: int(share[name]) for name in ("sessions", "maximum")}
    found = ((name, pattern.search(rest[:500])) for name, pattern in IN_WORDS)
    return {name: int(match["number"]) for name, match in found if match}


def totals(text: str) -> dict[str, int]:
    """The limits and counts over all servers on a line."""
    found: dict[str, int] = {}
    rest = text[:500]
    for name, pattern in TOTALS:
        match = pattern.search(rest)
        if match:
            found[name] = int(match["number"])
            rest = f"{rest[: match.start()]} ; {rest[match.end() :]}"
    return found


def port_of(socket: str) -> int | None:
    """The port of ``address..port``; a name that is not known, and ``*``, is None."""
    name = socket.rpartition("..")[2].upper()
    if re.fullmatch(r"[0-9]{1,5}", name):
        return int(name)
    return PORTS.get(name)
