"""Which command response a line belongs to: headings, rows that may follow a gap, and the kinds that commands
give.

Tables only: a line or a typed command in, a kind of :class:`ssldiag.readers.transcript_model.Response` out.
"""

from __future__ import annotations

import re

from ssldiag.readers.console_lines import Echo

STATUS = frozenset(("ssladmin", "netstat"))
QUERIES = frozenset(("nss_map", "nss_users", "query_user"))

USER = r"[A-Z0-9@#$_+-]{1,8}"
WHERE = r"(?:DSC|SYSC|[LVT]?[0-9A-F]{4})"
SHOWN = rf"[A-Z@#$][A-Z0-9@#$_+-]{{0,7}}[ \t]+-[ \t]?{WHERE}"
"""A user and its terminal, strictly enough to be told from other lines without the command above."""

SERVER = r"(?:[A-Z]{1,3}\d{5}|SSLSERV)"
PERMISSIONS = r"[r-][w-][xsS-] ?[r-][w-][xsS-] ?[r-][w-][xtT-]"

HEADING_PATTERNS: tuple[tuple[str, str], ...] = (
    ("nss_map", r"[ \t]*FILE[ \t]+FILENAME[ \t]+FILETYPE[ \t]+MINSIZE\b"),
    ("nss_users", r"[ \t]*FILE[ \t]+FILENAME[ \t]+FILETYPE[ \t]+CLASS\b"),
    ("query_user", rf"{SHOWN}(?:[ \t]*,[ \t]*{SHOWN})*[ \t]*,?$"),
    ("openvm_list", r"[ \t]*(?i:User ID[ \t]+Group Name[ \t]+Permissions)\b"),
    ("openvm_list", r"[ \t]*Directory = '"),
    ("gskkyman", r"[ \t]*(?:Key Management|Database|Key and Certificate|Certificate|Request|Token) Menu$"),
    ("gskkyman", r"[ \t]*(?:Key and Certificate|Certificate|Request) List$"),
    ("gskkyman", r"[ \t]*(?:Certificate|Key) Information$"),
    ("gskkyman", r"[ \t]*(?:Key )?Database: +\S*\.(?:kdb|p12|pfx|rdb)\b"),
    ("netstat", r"[ \t]*VM TCP/IP Netstat Level \d"),
    ("netstat", r"[ \t]*Active (?:IPv[46] )?Transmission Blocks"),
    ("netstat", r"[ \t]*User Id[ \t]+Conn\b"),
    ("netstat", r"[ \t]*SSL server: "),
    ("ssladmin", r"[ \t]*(?i:SSL server status) "),
    ("ssladmin", r"[ \t]*(?i:Server(?: ?id| name)?[ \t]+(?:State|Status|Conn|Entries))\b"),
    ("ssladmin", rf"[ \t]*{SERVER}:[ \t]+(?i:Active|Eligible|Starting|Stopped)\b"),
    ("ssladmin", rf"[ \t]*{SERVER}[ \t]+(?i:Active|Eligible|Starting|Stopped)\b"),
    ("ssladmin", r"[ \t]*Setting[ \t]+Value$"),
    ("ssladmin", r"[ \t]*Segment \S{1,8}[ \t]+pages "),
    ("ssladmin", r"[ \t]*(?i:(?:current|maximum)(?: number of)?(?: active)? sessions[ \t]*:)"),
)
"""Kind -> how a line begins that shows it without a command above. The SSLADMIN and NETSTAT ones are the
reference server's layout and words that the contents make likely: IBM's layouts are not public."""

HEADINGS = re.compile(
    "|".join(f"(?P<h{index}>{pattern})" for index, (_, pattern) in enumerate(HEADING_PATTERNS))
)

ROW = re.compile(
    rf"[ \t]*(?:{SHOWN}|{SERVER}:?[ \t]|(?i:(?:current|maximum)(?: number of)?(?: active)? sessions))"
)
"""Headings that are rows as well: they start a response, but not inside another one."""

TITLE = re.compile(
    r"[ \t]*(?:(?P<netstat>VM TCP/IP Netstat Level \d)|(?P<config>SSL server: )"
    r"|(?P<status>(?i:SSL server status) ))"
)
"""Lines that stand once in a SSLADMIN or NETSTAT response: the same one again starts the next response."""

ROWS: dict[str, re.Pattern[str]] = {
    "nss_map": re.compile(r"[ \t]*(?:VMGROUP|N/A|\d{4}[ \t]+\S|[0-9A-F]{5,}[ \t]+[0-9A-F]{5,}[ \t])"),
    "nss_users": re.compile(rf"[ \t]*(?:\d{{4}}[ \t]+\S|{USER}(?:[ \t]+{USER})*$)"),
    "query_user": re.compile(rf"{USER}[ \t]+-[ \t]?{USER}[ \t]*(?:,|$)"),
    "openvm_list": re.compile(rf".{{0,80}}(?:{PERMISSIONS}|[ \t]\d\d:\d\d:\d\d[ \t])"),
    "gskkyman": re.compile(
        r"[ \t]*(?:\d{1,4} - \S|\d{1,4}$|[a-z]$"
        r"|(?:Enter|Press|Please|Label|Certificate|Key|Request|Database|Record) "
        r"|[A-Z][A-Za-z0-9 ()/-]{1,40}:(?:[ \t]|$))"
    ),
    "netstat": re.compile(
        rf"[ \t]*(?:{SERVER}\b|-{{2,}}|User Id\b|Active\b|Server\b|Total\b|\S{{1,8}}[ \t]+\S+[ \t]+\S+\.\.\S"
        r"|[A-Z][A-Za-z ]{2,40}:[ \t])"
    ),
    "ssladmin": re.compile(
        rf"[ \t]*(?:{SERVER}\b|-{{2,}}|Total\b|Server\b|(?:SSLSERVER|TCPSERVER)\b"
        r"|[A-Z][A-Za-z ]{2,40}:[ \t])"
        r"|[ \t]{2,}[A-Z][A-Za-z]+[ \t]{2,}\S"
    ),
}
"""Kind -> what a line looks like that still belongs to the response after an empty line."""


def heading(line: str) -> str | None:
    """The kind of response that this line shows by itself."""
    match = HEADINGS.match(line)
    return HEADING_PATTERNS[int((match.lastgroup or "h0")[1:])][0] if match else None


def is_row(line: str) -> bool:
    """Whether a line that shows its kind by itself may as well be a row of another response."""
    return ROW.match(line) is not None


def of_command(echo: Echo) -> str | None:
    """The kind of response that a command gives; None for commands whose responses are not read."""
    if echo.name != "query":
        return {
            "ssladmin": "ssladmin",
            "netstat": "netstat",
            "gskkyman": "gskkyman",
            "openvm": "openvm_list",
        }.get(echo.name)
    words = echo.operands.upper().split()
    if words[:1] != ["NSS"]:
        return "query_user"
    return "nss_users" if "USERS" in words[1:2] else "nss_map"


def of_refusal(text: str) -> str:
    """The query that CP refused, by the words it quotes, where the command does not stand above."""
    return "nss_map" if {"NSS", "MAP", "NAME"} & set(text.upper().split()) else "query_user"
