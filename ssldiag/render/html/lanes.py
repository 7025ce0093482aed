"""Console lines in, lanes out: for each machine its starts, stops and errors in columns, and when it ran.

Columns follow the clock where every log prints times that never go back; else the order of files and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ssldiag.bundle.model import ConsoleRow

WORST: Final = ("error", "stop", "start")
"""Which of several events of one place is drawn."""

MOST_LANES = 16
"""Machines drawn: more do not fit on a screen; the list has all."""

MOST_EVENTS = 5_000

AT = re.compile(r"\b(?:at|AT) (\d\d:\d\d:\d\d)\b")
"""The time in DTCRUN1011I and LOGON lines, which have no stamp before them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Events of one machine in one column: the worst of them, and how many there are."""

    column: int
    row: ConsoleRow
    number: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A machine. ``ran`` are stretches of columns in which it was up, as far as its log tells; None for an
    end that it does not tell.
    """

    machine: str
    marks: tuple[Mark, ...]
    ran: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The drawing. ``times`` names columns whose time is known; ``by_time`` what the columns follow."""

    lanes: tuple[Lane, ...]
    columns: int
    times: tuple[tuple[int, str], ...]
    by_time: bool
    left_out: int


def lanes(rows: Sequence[ConsoleRow], most: int) -> Lanes:
    """The lanes of all events, in at most ``most`` columns."""
    clocks, by_time = _clocks(rows)
    events = [index for index, row in enumerate(rows) if row.kind != "info"][:MOST_EVENTS]
    if by_time:
        events.sort(key=lambda index: clocks[index])
    steps = _steps([rows[index] for index in events], most)
    columns = min(steps[-1] + 1, most) if steps else 0
    placed = [(step * columns // (steps[-1] + 1), index) for step, index in zip(steps, events, strict=True)]
    machines = list(dict.fromkeys(rows[index].machine for index in sorted(events)))
    drawn = [
        _lane(machine, [(at, rows[index]) for at, index in placed if rows[index].machine == machine])
        for machine in machines[:MOST_LANES]
    ]
    times = {at: clocks[index] for at, index in reversed(placed)} if by_time else {}
    shown = tuple(sorted((at, clock) for at, clock in times.items() if clock))
    return Lanes(tuple(drawn), columns, shown, by_time, max(len(machines) - MOST_LANES, 0))


def _clocks(rows: Sequence[ConsoleRow]) -> tuple[list[str], bool]:
    """The time of each row, taken from the last one that tells; whether they can be put in order."""
    clocks: list[str] = []
    ordered = True
    for _, group in groupby(rows, key=lambda row: row.file):
        known = ""
        some = list(group)
        for row in some:
            said = AT.search(row.text)
            clock = row.time or (said[1] if said else "")
            ordered = ordered and not clock < known if clock else ordered
            known = clock or known
            clocks.append(known)
        events = [clock for row, clock in zip(some, clocks[-len(some) :], strict=True) if row.kind != "info"]
        ordered = ordered and all(events)
    return clocks, ordered


def _steps(events: Sequence[ConsoleRow], most: int) -> list[int]:
    """A step further for each event; where that is too many, for each that is no repetition."""
    if len(events) <= most:
        return list(range(len(events)))
    steps: list[int] = []
    for index, row in enumerate(events):
        before = events[index - 1] if index else None
        again = before is not None and (before.machine, before.kind) == (row.machine, row.kind)
        steps.append(steps[-1] + (not again) if steps else 0)
    return steps


def _lane(machine: str, events: Sequence[tuple[int, ConsoleRow]]) -> Lane:
    marks = []
    for column, group in groupby(events, key=lambda event: event[0]):
        some = [row for _, row in group]
        worst = min(some, key=lambda row: WORST.index(row.kind) if row.kind in WORST else len(WORST))
        marks.append(Mark(column, worst, len(some)))
    return Lane(machine, tuple(marks), tuple(_ran(events)))


def _ran(events: Iterable[tuple[int, ConsoleRow]]) -> Iterator[tuple[int, int | None]]:
    since: int | None = None
    for column, row in events:
        if row.kind == "start" and since is None:
            since = column
        elif row.kind == "stop" and since is not None:
            yield since, column
            since = None
    if since is not None:
        yield since, None
