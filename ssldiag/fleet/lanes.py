"""One capture being joined, stretch by stretch: what it is now and what comes next in, what it is then out.

Each step is a task of its own. What a capture is now stays in the worker that took the last step, and goes
on to another one with the next step where that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf, isfinite
from typing import TYPE_CHECKING

from ssldiag.capture.garbage import seldom_collected
from ssldiag.capture.judged import moment
from ssldiag.fleet.joined import Bit, File, Join
from ssldiag.fleet.model import OBJECT, OPEN_BYTES, Capture, Failure, Look, Run, Scan
from ssldiag.fleet.records import Made, Row, cut, naive
from ssldiag.fleet.resolve import Placed
from ssldiag.fleet.scans import overlaps
from ssldiag.fleet.shown import Shown

if TYPE_CHECKING:
    import pyarrow

TURN = 2000
"""Handshakes that are handed over together, some 8 MB: enough for columns to be worth it."""


class OutOfStep(Exception):
    """A step was to be taken from what is not where the last step led: it was taken before."""


@dataclass(frozen=True, slots=True)
class Event:
    """What is next in a capture: a stretch of a file, maybe the ``first`` or ``last`` of it, or several whole
    files. ``end`` is the latest time of the file, where that is known before its stretches were read;
    ``over``: the capture ends.
    """

    files: tuple[int, ...] = ()
    placed: tuple[Placed, ...] = ()
    first: bool = False
    last: bool = False
    end: float | None = None
    over: bool = False


@dataclass(slots=True)
class Share:
    """What a step gives to the dataset: handshakes as a record batch, and rows of other tables."""

    handshakes: pyarrow.RecordBatch | None = None
    rows: list[tuple[str, Row]] = field(default_factory=list)
    failed: int = 0
    completed: int = 0
    statuses: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Lane:
    """A capture being joined. ``alone``: all of it is read in one go, at the end."""

    capture: Capture
    join: Join
    now: datetime
    alone: bool
    step: int = 0
    cluster: list[File] = field(default_factory=list)
    cluster_end: float = -inf
    shown: Shown = field(default_factory=Shown)
    number: int = 0
    turn: list[Made] = field(default_factory=list)
    open_from: int | None = None

    def __sizeof__(self) -> int:
        """About what it takes to send it: Dask weighs by it whether the next step had better go elsewhere."""
        return OBJECT + self.join.kept.nbytes + OPEN_BYTES * len(self.join.pipeline.flows)


def start(capture: Capture, looks: tuple[Look, ...], now: datetime) -> tuple[Lane, Share]:
    """A capture, of which nothing was read yet."""
    lane = Lane(capture, Join(looks), now, any(each.how == "here" for each in looks))
    for file in lane.join.files:
        if file.look.how == "unreadable":
            file.unread = file.look.problem
    return lane, Share()


def step(
    before: tuple[Lane, Share], number: int, event: Event, value: Scan | Failure | None
) -> tuple[Lane, Share]:
    """The next step, that of this number. Raises OutOfStep."""
    lane = before[0]
    if lane.step != number:
        raise OutOfStep(f"step {number} after {lane.step}")
    part = Share()
    with seldom_collected(), lane.join.scratch.open():
        for made in ended(lane) if event.over else joined(lane, event, value):
            taken(lane, made)
        if event.over or len(lane.turn) >= TURN:
            give(lane, part)
        if event.over or lane.shown.full:
            part.rows += lane.shown.rows(lane.join.kept.maker.seen)
            lane.join.kept.maker.seen.clear()
        if event.over:
            close(lane, part)
    lane.step += 1
    return lane, part


def held(value: Scan) -> Scan:
    """What is to be joined, as it is: as a task where the lane is it has what another worker found sent there
    while earlier steps are taken. Dask sends what a step needs once all of it is there, the step before too.
    """
    return value


def part_of(after: tuple[Lane, Share]) -> Share:
    """What a step gives, without what the capture is then."""
    return after[1]


def taken(lane: Lane, made: Made) -> None:
    """A handshake's turn has come."""
    if lane.join.open_at_end and lane.open_from is None:
        lane.open_from = len(lane.turn)
    lane.turn.append(made)
    lane.shown.add(made)


def joined(lane: Lane, event: Event, value: Scan | Failure | None) -> Iterator[Made]:
    """The handshakes that the next stretch decides, or the next files."""
    files = [lane.join.files[number] for number in event.files]
    if isinstance(value, Scan):
        bits = [Bit(*each) for each in zip(files, event.placed, value.hopped, strict=True)]
        lane.join.receive(value)
        for run in value.runs:
            some, bits = bits[: run.parts], bits[run.parts :]
            yield from taken_in(lane, event, some, run)
        lane.join.settle(value)
    else:
        for file, placed in zip(files, event.placed, strict=True):
            failure = placed.failure or value
            if failure is not None:
                file.unread = failure.reason
            yield from taken_in(lane, event, [Bit(file, placed, placed.hopped)], None)
    if event.last:
        for file in files:
            file.joiner = None


def taken_in(lane: Lane, event: Event, bits: Sequence[Bit], run: Run | None) -> Iterator[Made]:
    """A stretch of a file, or files that follow one another. A file whose times overlap with another one's
    waits until all of these are there, and is then read with them.
    """
    if event.first:
        file = bits[-1].file
        end = max(event.end if event.end is not None else bits[-1].hopped.latest, lane.cluster_end)
        after = lane.join.after(file)
        overlapping = after is not None and overlaps(end, file.number, after.look.begins, after.number)
        if overlapping or lane.cluster:
            if len(bits) > 1:
                for bit in bits:
                    yield from taken_in(lane, event, [bit], None)
                return
            lane.cluster.append(file)
            lane.cluster_end = end
            if not overlapping:
                ready, lane.cluster, lane.cluster_end = lane.cluster, [], -inf
                yield from lane.join.read_here([each for each in ready if not each.unread])
            return
        for bit in bits:
            bit.file.joins = True
    sound = [bit for bit in bits if bit.file.joins and not bit.file.unread]
    if sound:
        yield from lane.join.take(sound, run)


def ended(lane: Lane) -> Iterator[Made]:
    """What the end of a capture decides."""
    if lane.alone:
        yield from lane.join.read_here([file for file in lane.join.files if not file.unread])
    yield from lane.join.end()


def give(lane: Lane, part: Share) -> None:
    """Hand over the handshakes whose turn has come."""
    import pyarrow as pa

    turn, lane.turn = lane.turn, []
    if not turn:
        return
    count = len(turn)
    open_from = count if lane.open_from is None else lane.open_from
    found = lane.join.kept.take(turn)
    numbers = pa.array(range(lane.number, lane.number + count), pa.int64())
    is_open = pa.array([place >= open_from for place in range(count)], pa.bool_())
    columns = [*found.columns, pa.array([lane.capture.name] * count, pa.string()), numbers, is_open]
    names = [*found.schema.names, "capture", "number", "open_at_end"]
    part.handshakes = pa.RecordBatch.from_arrays(columns, names=names)
    lane.number += count
    outcomes = [made.outcome for made in turn]
    part.failed, part.completed = outcomes.count("failed"), outcomes.count("completed")


def close(lane: Lane, part: Share) -> None:
    """Rows about the files of a capture that has ended."""
    for file in lane.join.files:
        row = {**file_row(file), "capture": lane.capture.name, "judged_at": naive(lane.now)}
        part.rows.append(("files", row))
        part.statuses.append(file.status)


def file_row(file: File) -> Row:
    """What is known of a file."""
    counts = file.counts
    return {
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
