"""Captures in, their rows into a dataset: which tasks there are, and in which order their results are joined.

Workers read stretches, and take the steps of joining them (:mod:`ssldiag.fleet.lanes`); this process hands
out and writes. What a lost worker had is done again. Where a capture's joining fails all the same, it is
begun anew, as often as tasks are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from ssldiag.fleet.bounds import TRIES
from ssldiag.fleet.dataset import Writer
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.lanes import Event, Share, held, part_of, start, step
from ssldiag.fleet.model import Capture, Failure, Item
from ssldiag.fleet.orders import Lot, one_by_one, orders
from ssldiag.fleet.plan import Due
from ssldiag.fleet.records import cut, naive
from ssldiag.fleet.scans import scan

BROKEN = 3
"""Reasons that are told, of captures that could not be put together."""

UNTAKEN = 2
"""Steps whose results wait to be written, some ten MB each."""


class Told(Protocol):
    """Is told how far a run is."""

    def step(self, items: int, size: int) -> None:
        """So many items more are done, and so many bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. ``broken`` says why captures could not be put together."""

    files: int = 0
    unreadable: int = 0
    damaged: int = 0
    handshakes: int = 0
    failed: int = 0
    completed: int = 0
    broken: tuple[str, ...] = ()


@dataclass(slots=True)
class Course:
    """One capture on its way: its last step, how many there were, and what waits to be written."""

    lot: Lot
    last: Any
    steps: int = 0
    untaken: deque[tuple[Event, Any]] = field(default_factory=deque)
    broken: str = ""
    found: Outcome = Outcome()


def run(
    wanted: Sequence[Due], engine: Engine, writer: Writer, now: datetime, told: Told, tries: int = TRIES
) -> Outcome:
    """Read captures into a dataset."""
    total, course = Outcome(), None
    for lot, event, value in found(wanted, engine):
        if course is None:
            course = Course(lot, engine.then(start, lot.number, lot.due.capture, lot.looks, now))
        if not course.broken:
            if value is not None and not isinstance(value, Failure):
                value = engine.then(held, lot.number, value)
            course.last = engine.then(step, lot.number, course.last, course.steps, event, value)
            course.steps += 1
            course.untaken.append((event, engine.then(part_of, lot.number, course.last)))
        while course.untaken and (event.over or len(course.untaken) > UNTAKEN) and not course.broken:
            write(course, engine, writer, told)
        if event.over:
            total = added(total, finish(course, engine, writer, now, told, tries))
            course = None
    return total


def found(wanted: Sequence[Due], engine: Engine) -> Iterator[tuple[Lot, Event, Any]]:
    """All that is to be joined, in order, each with the handle of what its worker gives. Files that a worker
    failed to read together are read one by one, for one of them may be to blame.
    """
    asked = (((lot, event, order), order) for lot, event, order in orders(wanted, engine))
    for (lot, event, order), value in engine.ordered(scan, asked, keep=True):
        if order is not None and len(order.parts) > 1 and isinstance(value, Failure):
            for single, each in engine.ordered(scan, one_by_one(lot, event, order), keep=True):
                yield lot, single, each
        else:
            yield lot, event, value


def write(course: Course, engine: Engine, writer: Writer, told: Told) -> None:
    """What a step gave goes to the dataset."""
    event, handle = course.untaken.popleft()
    part: Share | Failure = engine.result(handle)
    if isinstance(part, Failure):
        course.broken = part.reason
        course.untaken.clear()
        return
    name = course.lot.due.capture.name
    if part.handshakes is not None:
        writer.add_batch("handshakes", name, part.handshakes)
        course.found = replace(
            course.found,
            handshakes=course.found.handshakes + len(part.handshakes),
            failed=course.found.failed + part.failed,
            completed=course.found.completed + part.completed,
        )
    for table, row in part.rows:
        writer.add(table, name, row)
    if event.over:
        course.found = replace(
            course.found,
            files=len(part.statuses),
            unreadable=part.statuses.count("unreadable"),
            damaged=part.statuses.count("damaged"),
        )
    if event.last:
        told.step(len(event.files), sum(course.lot.looks[place].item.size for place in event.files))


def finish(course: Course, engine: Engine, writer: Writer, now: datetime, told: Told, tries: int) -> Outcome:
    """The end of a capture; its beginning once more, where it broke off."""
    capture = course.lot.due.capture
    course.last = None
    if course.broken:
        writer.back()
        if tries > 1:
            return run([course.lot.due], engine, writer, now, told, tries - 1)
        for item in capture.files:
            writer.add("files", capture.name, lost(capture, item, course.broken, now))
        course.found = Outcome(len(capture.files), len(capture.files), broken=(course.broken,))
    writer.done(capture.name, [item.identity for item in capture.files], course.lot.due.anew)
    return course.found


def lost(capture: Capture, item: Item, reason: str, now: datetime) -> dict[str, Any]:
    """The row of a file whose capture could not be joined."""
    return {
        "capture": capture.name,
        "file": cut(item.name),
        "size": item.size,
        "status": "unreadable",
        "problem": cut(f"its capture could not be put together: {reason}"),
        "packets": 0,
        "judged_at": naive(now),
    }


def added(one: Outcome, other: Outcome) -> Outcome:
    """The sums."""
    return Outcome(
        one.files + other.files,
        one.unreadable + other.unreadable,
        one.damaged + other.damaged,
        one.handshakes + other.handshakes,
        one.failed + other.failed,
        one.completed + other.completed,
        (*one.broken, *other.broken)[:BROKEN],
    )
