"""Captures in, their rows into a dataset: which tasks there are, and which of their results are joined how.

Results come in the order of time, so that one :class:`ssldiag.fleet.joined.Join` takes them as they come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf, isfinite
from typing import Protocol

from ssldiag.capture.judged import moment
from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet.dataset import Writer
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.joined import File, Join, overlaps
from ssldiag.fleet.looks import look
from ssldiag.fleet.model import Failure, Item, Look, Order, Scan
from ssldiag.fleet.plan import Due
from ssldiag.fleet.records import Row, cut, naive
from ssldiag.fleet.resolve import Placed, resolved
from ssldiag.fleet.resolve import cut as stretches
from ssldiag.fleet.scans import hop, scan
from ssldiag.fleet.shown import Shown

ALL = 1 << 62
"""Where a packed file ends, before it is unpacked: behind any."""


class Told(Protocol):
    """Is told how far a run is."""

    def step(self, items: int, size: int) -> None:
        """So many items more are done, and so many bytes."""
        ...


@dataclass(slots=True)
class Work:
    """A capture being read. ``alone``: all of it is read by the joining process."""

    due: Due
    join: Join
    stack: ExitStack
    alone: bool
    cluster: list[File] = field(default_factory=list)
    cluster_end: float = -inf
    shown: Shown = field(default_factory=Shown)
    number: int = 0

    @property
    def name(self) -> str:
        """As the dataset names it."""
        return self.due.capture.name


@dataclass(frozen=True, slots=True)
class Event:
    """What is next, and what it belongs to. ``end`` is the latest time of the file, where that is known
    before its stretches were read.
    """

    work: Work
    file: File | None = None
    placed: Placed | None = None
    first: bool = False
    last: bool = False
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    files: int = 0
    unreadable: int = 0
    damaged: int = 0
    handshakes: int = 0
    failed: int = 0
    completed: int = 0


def run(wanted: Sequence[Due], engine: Engine, writer: Writer, now: datetime, told: Told) -> Outcome:
    """Read captures into a dataset."""
    total = Outcome()
    with ExitStack() as stack:
        for event, value in engine.ordered(scan, events(wanted, engine, stack)):
            if event.file is not None and event.placed is not None:
                for row in joined(event, value):
                    total = counted(total, write(event.work, writer, row))
            elif event.last:
                total = finish(event.work, writer, now, told, total)
    return total


def events(wanted: Sequence[Due], engine: Engine, stack: ExitStack) -> Iterator[tuple[Event, Order | None]]:
    """All stretches of all files in the order in which they are joined, with what workers are to do."""
    items = ((item, item) for one in wanted for item in one.capture.files)
    found = engine.ordered(look, items, urgent=True)
    for one in wanted:
        looks = [looked(*next(found)) for _ in one.capture.files]
        own = ExitStack()
        stack.push(own)
        alone = any(each.how == "here" for each in looks)
        work = Work(one, Join(looks, own), own, alone)
        for file in work.join.in_time:
            if file.look.how == "unreadable":
                file.unread = file.look.problem
            elif not alone:
                yield from file_events(work, file, engine)
        yield Event(work, last=True), None


def looked(item: Item, value: Look | Failure | None) -> Look:
    """How a file lies; one that a worker broke on is unreadable."""
    if isinstance(value, Look):
        return value
    return Look(item, "unreadable", problem=value.reason if value is not None else "")


def file_events(work: Work, file: File, engine: Engine) -> Iterator[tuple[Event, Order | None]]:
    """The stretches of one file."""
    found, count = file.look, len(work.join.files)
    if found.how == "whole":
        parts = [Stretch(0, found.first, ALL, found.first)]
    else:
        parts = stretches(found.first, found.item.size)
    if len(parts) == 1:
        nothing = Hopped(0, found.first, None, 0, -inf)
        placed = Placed(parts[0], 0, -inf, nothing)
        yield Event(work, file, placed, True, True), Order(found, file.number, count, parts[0])
        return
    orders = [(part, Order(found, file.number, count, part)) for part in parts]

    def again(part: Stretch) -> Hopped | Failure:
        order = Order(found, file.number, count, part)
        return next(hopped for _, hopped in engine.ordered(hop, [(part, order)], urgent=True) if hopped)

    hops = ((part, hopped) for part, hopped in engine.ordered(hop, orders, urgent=True) if hopped)
    sure = list(resolved(hops, again))
    end = max((placed.hopped.latest for placed in sure), default=-inf)
    for place, placed in enumerate(sure):
        event = Event(work, file, placed, place == 0, place == len(sure) - 1, end)
        asked = placed.failure is None and not placed.here
        order = Order(found, file.number, count, placed.stretch, placed.frames, placed.clock)
        yield event, order if asked else None


def joined(event: Event, value: Scan | Failure | None) -> Iterator[Row]:
    """The handshakes that the next stretch decides. A file whose times overlap with another one's waits until
    all of these are there, and is then read with them.
    """
    work, file, placed = event.work, event.file, event.placed
    assert file is not None and placed is not None
    if event.first:
        end = event.end if event.end is not None else value.hopped.latest if isinstance(value, Scan) else -inf
        following = work.join.after(file)
        overlapping = following is not None and overlaps(file, max(end, work.cluster_end), following)
        if overlapping or work.cluster:
            if isinstance(value, Failure):
                file.unread = value.reason
            work.cluster.append(file)
            work.cluster_end = max(end, work.cluster_end)
            if overlapping:
                return
            ready, work.cluster, work.cluster_end = work.cluster, [], -inf
            yield from work.join.read_here([each for each in ready if not each.unread])
            return
        file.joins = True
    if file.joins:
        yield from work.join.take(file, placed, value)


def finish(work: Work, writer: Writer, now: datetime, told: Told, total: Outcome) -> Outcome:
    """The end of a capture: what it decides, and rows about its files."""
    if work.alone:
        for row in work.join.read_here([file for file in work.join.files if not file.unread]):
            total = counted(total, write(work, writer, row))
    for row in work.join.end():
        total = counted(total, write(work, writer, row))
    for table, row in work.shown.rows(work.join.maker.seen):
        writer.add(table, work.name, row)
    for file in work.join.files:
        writer.add("files", work.name, {**file_row(file, work.name), "judged_at": naive(now)})
        told.step(1, file.look.item.size)
    work.stack.close()
    files = work.join.files
    writer.done(work.name, [file.look.item.identity for file in files], work.due.anew)
    statuses = [file.status for file in files]
    return replace(
        total,
        files=total.files + len(files),
        unreadable=total.unreadable + statuses.count("unreadable"),
        damaged=total.damaged + statuses.count("damaged"),
    )


def write(work: Work, writer: Writer, row: Row) -> Row:
    """Add a handshake."""
    work.shown.add(row)
    own = {name: value for name, value in row.items() if not name.startswith("_")}
    writer.add("handshakes", work.name, {"capture": work.name, "number": work.number, **own})
    work.number += 1
    if work.shown.full:
        for table, shown in work.shown.rows(work.join.maker.seen):
            writer.add(table, work.name, shown)
        work.join.maker.seen.clear()
    return row


def counted(total: Outcome, row: Row) -> Outcome:
    """One handshake more."""
    outcome = row["outcome"]
    return replace(
        total,
        handshakes=total.handshakes + 1,
        failed=total.failed + (outcome == "failed"),
        completed=total.completed + (outcome == "completed"),
    )


def file_row(file: File, capture: str) -> Row:
    """What is known of a file."""
    counts = file.counts
    return {
        "capture": capture,
        "file": cut(file.look.item.name),
        "form": file.look.form,
        "size": file.look.item.size,
        "status": file.status,
        "problem": cut(file.unread or file.problem) or None,
        "broken_at": file.broken_at,
        "packets": counts.packets,
        "packet_bytes": counts.bytes,
        "first": when(counts.first),
        "last": when(counts.last),
        "stretches": file.stretches,
    }


def when(seconds: float | None) -> datetime | None:
    """The time of a packet."""
    return naive(moment(seconds)) if seconds is not None and isfinite(seconds) else None
