"""CP QUERY NSS ... MAP, CP QUERY NSS USERS, QUERY userid: response lines in, rows out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ssldiag.model import Located, Place
from ssldiag.readers import messages
from ssldiag.readers.messages import Head
from ssldiag.readers.stamped import without_stamps
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class NssMap:
    """One row of QUERY NSS MAP: page numbers are integers (4 KiB pages), ``users`` the count."""

    name: Located[str]
    filetype: str
    begin_page: int | None
    end_page: int | None
    type: str
    storage_class: str
    users: int | None


@dataclass(frozen=True, slots=True)
class NssUsers:
    """QUERY NSS USERS: the user ids that have the segment loaded."""

    name: Located[str]
    storage_class: str
    users: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class UserState:
    """QUERY userid: ``state`` is ``disconnected``, ``logged on`` (``terminal`` says where) or ``not logged
    on``."""

    userid: Located[str]
    state: str
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class CpRefusal:
    """CP refused a query (HCPCQV003E and the like): usually the privilege class."""

    message_id: str
    text: str
    place: Place


FILETYPES = "NSS|DCSS|DCSS-S|DCSS-M|CPNSS|CPDCSS"
"""File types of QUERY NSS (CP Commands and Utilities Reference, QUERY NSS)."""

MAP_ROW = re.compile(
    rf"[ \t]*\d{{4}}[ \t]+(?P<name>\S{{1,8}})[ \t]+(?P<filetype>{FILETYPES})[ \t]+\S+"
    r"[ \t]+(?P<begin>\S+)[ \t]+(?P<end>\S+)"
    r"[ \t]+(?P<type>\S+)[ \t]+(?P<cl>\S)[ \t]+(?P<users>\S+)"
)
MORE_PAGES = re.compile(r"[ \t]*[0-9A-F]{4,16}[ \t]+(?P<end>[0-9A-F]{4,16})[ \t]+[A-Z]{2}$")
USERS_ROW = re.compile(rf"[ \t]*\d{{4}}[ \t]+(?P<name>\S{{1,8}})[ \t]+(?:{FILETYPES})[ \t]+(?P<cl>\S)[ \t]*$")
FILE_NUMBER = re.compile(r"[ \t]*\d{4}[ \t]")
USERID = r"[A-Z0-9@#$_+-]{1,8}"
USERIDS = re.compile(rf"[ \t]*{USERID}(?:[ \t]+{USERID})*[ \t]*$")
USER_STATE = re.compile(
    rf"[ \t]*(?P<userid>{USERID})[ \t]+-[ \t]?(?P<where>[A-Z0-9@#$_+]{{3,8}})[ \t]*(?:,|$)"
)


def nss_map(lines: Sequence[Line]) -> tuple[NssMap, ...]:
    """Rows of QUERY NSS ... MAP; the wrapped last column is joined first (CP Commands and Utilities, QUERY
    NSS).

    A segment of several page ranges has a row for each: ``end_page`` is then the end of the last one.
    """
    rows: list[NssMap] = []
    for line in whole_rows(without_stamps(lines)):
        match, more = MAP_ROW.match(line.text), MORE_PAGES.match(line.text)
        if match:
            rows.append(map_row(line, match))
        elif more and rows:
            rows[-1] = replace(rows[-1], end_page=page(more["end"]))
    return tuple(rows)


def whole_rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Rows that are too short for the columns read, joined with the line that they wrap to."""
    held: Line | None = None
    for line in lines:
        if held is not None and not FILE_NUMBER.match(line.text):
            yield held._replace(text=f"{held.text} {line.text.strip()}", original=held.raw)
            held = None
            continue
        if held is not None:
            yield held
        short = FILE_NUMBER.match(line.text) is not None and MAP_ROW.match(line.text) is None
        held = line if short else None
        if not short:
            yield line
    if held is not None:
        yield held


def map_row(line: Line, match: re.Match[str]) -> NssMap:
    """One row. Page numbers are hexadecimal; N/A and anything else that is no number is None."""
    return NssMap(
        line.located(*match.span("name")),
        match["filetype"],
        page(match["begin"]),
        page(match["end"]),
        match["type"],
        match["cl"],
        int(match["users"]) if re.fullmatch(r"[0-9]{1,9}", match["users"]) else None,
    )


def page(word: str) -> int | None:
    """A page number."""
    return int(word, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,16}", word) else None


def nss_users(lines: Sequence[Line]) -> tuple[NssUsers, ...]:
    """Rows of QUERY NSS USERS: a segment, then the user ids that have it, over as many lines as they need."""
    found: list[tuple[Located[str], str, list[Located[str]]]] = []
    for line in without_stamps(lines):
        match = USERS_ROW.match(line.text)
        if match:
            found.append((line.located(*match.span("name")), match["cl"], []))
        elif found and USERIDS.match(line.text):
            found[-1][2].extend(line.words())
    return tuple(NssUsers(name, storage_class, tuple(users)) for name, storage_class, users in found)


def user_states(lines: Sequence[Line]) -> tuple[UserState, ...]:
    """Replies to QUERY userid and QUERY NAMES. DSC is disconnected; any other word names the terminal."""
    rows: list[UserState] = []
    for line in without_stamps(lines):
        head = messages.head(line.text)
        if head is not None:
            rows.extend(not_logged_on(line, head))
            continue
        position = 0
        while match := USER_STATE.match(line.text, position):
            userid, where = line.located(*match.span("userid")), match["where"]
            gone = where == "DSC"
            rows.append(UserState(userid, "disconnected" if gone else "logged on", "" if gone else where))
            position = match.end()
    return tuple(rows)


def not_logged_on(line: Line, head: Head) -> Iterator[UserState]:
    """The user of HCPCQU045E (or HCPMSG045E), if that is the message."""
    userid = dict(messages.fields(head.id, head.text)).get("userid")
    if userid and head.id in ("HCPCQU045E", "HCPMSG045E"):
        start = line.text.find(userid, head.column - 1)
        place = line.place(start, start + len(userid)) if start >= 0 else line.place()
        yield UserState(Located(userid, place), "not logged on")
