"""Active jobs: QSYS2.ACTIVE_JOB_INFO, prints of WRKACTJOB and WRKSBSJOB in; one row a job out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.keyed import value
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table, number
from ssldiag.readers.words import part
from ssldiag.text import Line

WANTED = frozenset(("SUBSYSTEM", "JOB_NAME_SHORT", "THREAD_COUNT", "JOB_STATUS"))
SUBSYSTEMS = 5
"""Subsystems that a whole list has at least: QCTL or QBASE, QSYSWRK, QUSRWRK, QSERVER, QSPL (our bound)."""

_LONGEST = 200
_ROW = re.compile(
    r" *(?P<name>[A-Z#@$][A-Z0-9#@$_]{1,9})(?: +\d{6}(?= ))? +(?P<user>[A-Z#@$][A-Z0-9#@$_]{1,9})"
    r"(?: +\d{6}(?= ))? +(?P<type>SBS|BCH|BCI|PJ|INT|ASJ|AUTO|BATCH|PRESTR|SUBMIT|BATCHI|INTER|SYS|MRT|RDR"
    r"|WTR)\b(?P<rest>.*)"
)
_STATUS = re.compile(
    r"\b(?:ACTIVE|DEQW|TIMW|SELW|SIGW|THDW|MSGW|DSPW|EVTW|CNDW|RUN|TIMA|JOBQ|END|HLD|PSRW|DLYW)\b"
)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job: its simple name, subsystem, user, number of threads and status as far as the file shows them."""

    name: Located[str]
    subsystem: str
    user: str
    threads: Located[int] | None
    status: str
    place: TextPlace


def read(source: Source) -> Document[JobRow]:
    """Read a list of jobs."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[JobRow, ...]) -> bool:
    """Whether a list shows the jobs of all subsystems."""
    return len({row.subsystem for row in rows if row.subsystem}) >= SUBSYSTEMS and not (
        isinstance(found, Printout) and found.more
    )


def of_row(row: Row) -> Iterator[JobRow]:
    """A row of ACTIVE_JOB_INFO, whose JOB_NAME is number/user/name."""
    name = row.get("JOB_NAME_SHORT", "JOB_NAME")
    if name is None:
        return
    parts = name.value.split("/")
    count = row.get("THREAD_COUNT")
    threads = number(count)
    yield JobRow(
        part(name, len(name.value) - len(parts[-1]), len(name.value)),
        row.text("SUBSYSTEM").upper(),
        row.text("JOB_USER", "AUTHORIZATION_NAME") or (parts[1] if len(parts) == 3 else ""),
        Located(threads, count.place) if count and threads is not None else None,
        row.text("JOB_STATUS"),
        row.place,
    )


def of_print(lines: tuple[Line, ...]) -> Iterator[JobRow]:
    """The rows of WRKACTJOB, each below its subsystem, or of WRKSBSJOB, under the subsystem's name."""
    subsystem = ""
    for line in lines:
        text = line.text[:_LONGEST]
        named = value(text, "subsystem")
        if named:
            subsystem = text[named.start : named.end].split()[0]
            continue
        match = _ROW.match(text)
        if match is None:
            continue
        if match["type"] == "SBS":
            subsystem = match["name"]
            continue
        status = _STATUS.search(match["rest"])
        yield JobRow(
            line.located(*match.span("name")),
            subsystem,
            match["user"],
            None,
            status[0] if status else "",
            line.place(),
        )
