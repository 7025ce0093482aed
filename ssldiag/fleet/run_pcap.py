"""Captures in, their rows into a dataset: which tasks there are, and in which order their results are joined.

Workers read stretches, and take the steps of joining them (:mod:`ssldiag.fleet.lanes`); this process hands
out and writes. What a lost worker had is done again. Where a capture's joining fails all the same, it is
begun anew, as often as tasks are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from math import inf
from typing import Any, Protocol

from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet.bounds import TRIES
from ssldiag.fleet.dataset import Writer
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.lanes import Event, Part, held, part_of, start, step
from ssldiag.fleet.looks import look
from ssldiag.fleet.model import Capture, Failure, Item, Look, Order
from ssldiag.fleet.plan import Due
from ssldiag.fleet.records import cut, naive
from ssldiag.fleet.resolve import Placed, resolved
from ssldiag.fleet.resolve import cut as stretches
from ssldiag.fleet.scans import hop, scan

ALL = 1 << 62
"""Where a packed file ends, before it is unpacked: behind any."""

BROKEN = 3
"""Reasons that are told, of captures that could not be put together."""

UNTAKEN = 8
"""Steps whose results wait to be written, some MB each."""


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
    """One capture on its way: its last step, and those whose results were not written yet."""

    due: Due
    number: int
    looks: tuple[Look, ...] = ()
    last: Any = None
    untaken: deque[tuple[Event, Any]] = field(default_factory=deque)
    broken: str = ""
    found: Outcome = Outcome()


def run(
    wanted: Sequence[Due], engine: Engine, writer: Writer, now: datetime, told: Told, tries: int = TRIES
) -> Outcome:
    """Read captures into a dataset."""
    total = Outcome()
    for course, event, value in engine_events(wanted, engine):
        if course.last is None:
            writer.mark()
            course.last = engine.then(start, course.number, course.due.capture, course.looks, now)
        if not course.broken:
            if value is not None and not isinstance(value, Failure):
                value = engine.then(held, course.number, value)
            course.last = engine.then(step, course.number, course.last, event, value)
            course.untaken.append((event, engine.then(part_of, course.number, course.last)))
        while course.untaken and (event.over or len(course.untaken) > UNTAKEN) and not course.broken:
            write(course, engine, writer, told)
        if event.over:
            total = added(total, finish(course, engine, writer, now, told, tries))
    return total


def engine_events(wanted: Sequence[Due], engine: Engine) -> Iterator[tuple[Course, Event, Any]]:
    """All that is to be joined, in order, each with the handle of what its worker gives."""
    asked = (((course, event), order) for course, event, order in events(wanted, engine))
    for (course, event), value in engine.ordered(scan, asked, keep=True):
        yield course, event, value


def write(course: Course, engine: Engine, writer: Writer, told: Told) -> None:
    """What a step gave goes to the dataset."""
    event, handle = course.untaken.popleft()
    part: Part | Failure = engine.result(handle)
    if isinstance(part, Failure):
        course.broken = part.reason
        course.untaken.clear()
        return
    name = course.due.capture.name
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
        told.step(1, course.looks[event.file].item.size)


def finish(course: Course, engine: Engine, writer: Writer, now: datetime, told: Told, tries: int) -> Outcome:
    """The end of a capture; its beginning once more, where it broke off."""
    capture = course.due.capture
    course.last = None
    if course.broken:
        writer.back()
        if tries > 1:
            return run([course.due], engine, writer, now, told, tries - 1)
        for item in capture.files:
            writer.add("files", capture.name, lost(capture, item, course.broken, now))
        course.found = Outcome(len(capture.files), len(capture.files), broken=(course.broken,))
    writer.done(capture.name, [item.identity for item in capture.files], course.due.anew)
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


def events(wanted: Sequence[Due], engine: Engine) -> Iterator[tuple[Course, Event, Order | None]]:
    """All stretches of all files in the order in which they are joined, with what workers are to do."""
    items = ((item, item) for one in wanted for item in one.capture.files)
    found = engine.ordered(look, items, urgent=True)
    for number, one in enumerate(wanted):
        looks = tuple(looked(*next(found)) for _ in one.capture.files)
        course, steps = Course(one, number, looks), count()
        in_time = sorted(enumerate(looks), key=lambda each: (each[1].begins, each[0]))
        if not any(each.how == "here" for each in looks):
            for place, each in in_time:
                if each.how != "unreadable":
                    for event, order in file_events(place, each, len(looks), steps, engine):
                        yield course, event, order
        yield course, Event(next(steps), over=True), None


def looked(item: Item, value: Look | Failure | None) -> Look:
    """How a file lies; one that a worker broke on is unreadable."""
    if isinstance(value, Look):
        return value
    return Look(item, "unreadable", problem=value.reason if value is not None else "")


def file_events(
    place: int, found: Look, files: int, steps: Iterator[int], engine: Engine
) -> Iterator[tuple[Event, Order | None]]:
    """The stretches of one file."""
    if found.how == "whole":
        parts = [Stretch(0, found.first, ALL, found.first)]
    else:
        parts = stretches(found.first, found.item.size)
    if len(parts) == 1:
        nothing = Hopped(0, found.first, None, 0, -inf)
        number = next(steps)
        event = Event(number, place, Placed(parts[0], 0, -inf, nothing), True, True)
        yield event, Order(found, place, files, parts[0], token=number)
        return
    sure = list(resolved(*hopped(place, found, files, parts, engine)))
    end = max((placed.hopped.latest for placed in sure), default=-inf)
    for index, placed in enumerate(sure):
        number = next(steps)
        event = Event(number, place, placed, index == 0, index == len(sure) - 1, end)
        asked = placed.failure is None and not placed.here
        order = Order(found, place, files, placed.stretch, placed.frames, placed.clock, number)
        yield event, order if asked else None


def hopped(
    place: int, found: Look, files: int, parts: Sequence[Stretch], engine: Engine
) -> tuple[Iterable[tuple[Stretch, Hopped | Failure]], Any]:
    """Where workers find the records of stretches; and how to have one looked at again."""

    def asked(some: Iterable[Stretch]) -> Iterator[tuple[Stretch, Hopped | Failure]]:
        orders = ((part, Order(found, place, files, part)) for part in some)
        for part, value in engine.ordered(hop, orders, urgent=True):
            if value is not None:
                yield part, value

    def again(part: Stretch) -> Hopped | Failure:
        return next(asked([part]))[1]

    return asked(parts), again
