"""What workers found in the files of one capture in, its handshakes out: those that one process would give.

Files come in order of time. What one stretch leaves open the next goes on with (:class:`Joiner`). Files whose
times overlap, and what a worker could not do on its own, are read here, as one process does it. What is open
between two stretches is bounded by the limits of :mod:`ssldiag.capture.limits`, as it is in one process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import inf
from typing import Any, cast

from ssldiag.capture.crew import Piece
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import Flows
from ssldiag.capture.keys_given import Keys, conversations
from ssldiag.capture.packets import Reading
from ssldiag.capture.part import Hopped
from ssldiag.capture.pipeline import Given, Giver
from ssldiag.capture.segments import Data
from ssldiag.capture.sources import Merger, Ring, Source
from ssldiag.capture.survey import Counts
from ssldiag.capture.together import Joiner, Span, mapped, take
from ssldiag.fleet import copies
from ssldiag.fleet.kept import Counting, Kept
from ssldiag.fleet.model import Look, Run, Scan
from ssldiag.fleet.records import Made
from ssldiag.fleet.resolve import Placed
from ssldiag.fleet.scans import job_of, readable, wide


@dataclass(slots=True)
class File:
    """A file of the capture, and what is known of it. ``clock`` is its latest time so far."""

    number: int
    look: Look
    clock: float = -inf
    counts: Counts = field(default_factory=Counts)
    problem: str = ""
    broken_at: int | None = None
    unread: str = ""
    stretches: int = 0
    joins: bool = False
    joiner: Joiner | None = None

    @property
    def status(self) -> str:
        """As in the dataset's table of files."""
        if self.unread and not self.counts.packets:
            return "unreadable"
        return "damaged" if self.problem or self.unread else "read"


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a file that is next, and where its records lie."""

    file: File
    placed: Placed
    hopped: Hopped


class Join:
    """The handshakes of a capture, as they are decided. ``files`` are in the order of the user, ``in_time``
    in that in which one process reads them.
    """

    def __init__(self, looks: Sequence[Look]) -> None:
        self.files = [File(number, look) for number, look in enumerate(looks)]
        self.kept = Kept()
        self.scratch = copies.Scratch()
        self._names = [look.item.name for look in looks]
        self._keys = Keys(None)
        self._engine = Fast()
        self.in_time = sorted(self.files, key=lambda file: (file.look.begins, file.number))
        self._places = {file.number: place for place, file in enumerate(self.in_time)}
        ring = Ring([(file.look.begins, file) for file in self.in_time])
        reaches = ring.reaches if len(looks) > 1 else None
        flows = Flows(conversations(self._keys.log), self._names, None, reaches)
        self.pipeline = Counting(self._engine, flows, Giver(self._names, None, self.kept.maker))
        self.pipeline.due = self.kept.due
        self.open_at_end = False

    def after(self, file: File) -> File | None:
        """The next file, in the order in which one process reads them."""
        place = self._places[file.number] + 1
        return self.in_time[place] if place < len(self.in_time) else None

    def receive(self, scan: Scan) -> None:
        """What a worker found is to be taken in now, until :meth:`settle`."""
        self.kept.maker.seen.update((key, dict(row)) for key, row in scan.certificates.items())
        self.kept.put(scan.token, scan.rows)

    def settle(self, scan: Scan) -> None:
        """All of it was taken in."""
        self.kept.settle(scan.token)

    def take(self, bits: Sequence[Bit], run: Run | None) -> Iterator[Made]:
        """The next stretch of a file, or the next files, and what a worker found in them; None where none was
        asked. Where keys were found in an earlier one, which no worker knows, it is read here.
        """
        span = [(self._joiner(bit.file), piece_of(bit)) for bit in bits]
        for bit in bits:
            bit.file.clock = max(bit.file.clock, bit.hopped.latest)
            bit.file.stretches += 1
        yield from rows(self._taken(span, None if self._keys.log.secrets else run))
        for bit, (joiner, _) in zip(bits, span, strict=True):
            file = bit.file
            file.clock = max(file.clock, joiner.segmenter.clock)
            file.counts = joiner.segmenter.counts
            file.problem = joiner.reading.problem
            file.broken_at = joiner.reading.broken_at

    def _taken(self, span: Span, run: Run | None) -> Iterator[Given]:
        ran = run.ran if run is not None else None
        if ran is not None:
            ran.orphans, ran.doubles = wide(ran.orphans), wide(ran.doubles)
        numbers = [joiner.job.number for joiner, _ in span]
        if run is not None and run.extract is not None:
            yield from take(span, ran, dict.fromkeys(numbers, bytearray(run.extract)), self.pipeline)
            return
        with ExitStack() as stack:
            data: dict[int, Data] = {}
            if ran is not None:
                data = {joiner.job.number: stack.enter_context(mapped(joiner.job.path)) for joiner, _ in span}
            yield from take(span, ran, data, self.pipeline)

    def _joiner(self, file: File) -> Joiner:
        if file.joiner is None:
            look = file.look
            path = look.item.name if readable(look) else self._fetched(look)
            reading = Reading(look.item.name, look.form, cast(Any, None), cast(Any, look.framer), look.first)
            job = job_of(look, file.number, self._names, cast(str, path), self.kept.maker)
            file.joiner = Joiner(job, reading, self.pipeline, self._keys)
        return file.joiner

    def _fetched(self, look: Look) -> copies.Fetched:
        """Rarely needed, so fetched only then."""
        return copies.Fetched(look.item.name, look.how == "whole", self.scratch)

    def read_here(self, files: Sequence[File]) -> Iterator[Made]:
        """The next files, which overlap or cannot be given to workers, as one process reads them."""
        sources = [self._source(file) for file in files]
        merger = Merger(sources, self._engine) if len(sources) != 1 else None
        for segments in merger.segments() if merger is not None else sources[0].segments():
            for file, source in zip(files, sources, strict=True):
                file.clock = source.clock
                if source.reading is not None and source.reading.keys:
                    self._keys.learn(source.reading.keys)
            self.pipeline.feed(segments)
            yield from rows(self.pipeline.ready())
        for file, source in zip(files, sources, strict=True):
            told = source.survey()
            file.clock, file.stretches = source.clock, 1
            file.counts, file.problem, file.broken_at = told.counts, told.problem, told.broken_at

    def _source(self, file: File) -> Source:
        return Source(self.scratch.path(file.look.item.name, False), file.number, self._engine)

    def end(self) -> Iterator[Made]:
        """What the end of the capture decides."""
        self.pipeline.end(max((file.clock for file in self.files), default=-inf))
        for given in self.pipeline.ready():
            self.open_at_end = given.order[0] == inf
            yield from given.handshakes


def rows(found: Iterator[Given]) -> Iterator[Made]:
    """The handshakes alone."""
    for given in found:
        yield from given.handshakes


def piece_of(bit: Bit) -> Piece:
    """A stretch as the project's join takes it."""
    placed, hopped = bit.placed, bit.hopped
    last = hopped.behind is None or hopped.odd
    end = inf if hopped.odd else placed.stretch.end
    first = placed.stretch.first
    assert first is not None
    return Piece(first, end, placed.frames, placed.clock, hopped, None, last)
