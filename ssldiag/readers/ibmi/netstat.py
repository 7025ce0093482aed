"""Connections: QSYS2.NETSTAT_INFO and NETSTAT_JOB_INFO, prints and screens of NETSTAT \\*CNN in; one row a
connection or listener out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table
from ssldiag.text import Line

WANTED = frozenset(("LOCAL_PORT",))
FEWEST = 5
"""Listeners that a whole list has at least: TCP/IP itself starts some (our bound)."""

_LONGEST = 200
_ROW = re.compile(
    r" *(?:\d{1,2} +)?(?P<remote>[0-9A-Fa-f.:]+|\*|[\w.-]+) +(?P<remote_port>\*|[\w>.-]+)"
    r" +(?P<local>[\w>.-]+) +(?P<idle>\d{2,4}:\d\d:\d\d) +(?P<state>\*?[A-Za-z][\w-]*)"
)
_LISTEN = frozenset(("LISTEN", "*LISTEN", "LISTENING", "*UDP"))


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A row. ``local_port`` is a number or a service name as shown; ``number`` the number where told too."""

    listens: bool
    local_address: str
    local_port: Located[str]
    number: int | None
    remote_address: str
    remote_port: str
    state: str
    protocol: str
    job: str
    place: TextPlace


def read(source: Source) -> Document[ConnectionRow]:
    """Read a list of connections."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[ConnectionRow, ...]) -> bool:
    """Whether a list shows all listeners: several, to the end of the last screen."""
    return sum(row.listens for row in rows) >= FEWEST and not (isinstance(found, Printout) and found.more)


def port(word: str) -> int | None:
    """A port number, None for a name."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 5 and int(word) < 65_536 else None


def of_row(row: Row) -> Iterator[ConnectionRow]:
    """A row of NETSTAT_INFO or NETSTAT_JOB_INFO; a listener has no remote port."""
    local = row.get("LOCAL_PORT")
    if local is None:
        return
    protocol = row.text("PROTOCOL").upper()
    state = row.text("TCP_STATE", "STATE")
    remote = row.text("REMOTE_PORT")
    listens = state.upper() in _LISTEN or (not state and remote in ("", "0"))
    yield ConnectionRow(
        listens and protocol != "UDP",
        row.text("LOCAL_ADDRESS"),
        local,
        port(local.value),
        row.text("REMOTE_ADDRESS"),
        remote,
        state,
        protocol,
        row.text("JOB_NAME"),
        row.place,
    )


def of_print(lines: tuple[Line, ...]) -> Iterator[ConnectionRow]:
    """The rows of a print or screen."""
    for line in lines:
        match = _ROW.match(line.text[:_LONGEST])
        if match is None:
            continue
        local = line.located(*match.span("local"))
        yield ConnectionRow(
            match["state"].upper() == "LISTEN",
            "",
            local,
            port(local.value),
            match["remote"],
            match["remote_port"],
            match["state"],
            "UDP" if match["state"].upper() == "*UDP" else "TCP",
            "",
            line.place(),
        )
