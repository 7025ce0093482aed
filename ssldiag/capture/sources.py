"""Files in, their TCP segments out: each file by itself, or several as one capture in order of time.

Of several files only those are open whose packets overlap in time. A file that cannot be read is none of
the capture, and is surveyed as such.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import inf
from typing import Protocol

from ssldiag.capture.engine import Engine, Segmenter
from ssldiag.capture.limits import CHUNK, RING_AFTER, RING_BEFORE, SMALL_CHUNK, NotACapture
from ssldiag.capture.opened import STDIN
from ssldiag.capture.packets import Reading, batches, open_capture
from ssldiag.capture.segments import Found, Segments
from ssldiag.capture.survey import Counts, FileSurvey


class Source:
    """One file of a capture. ``number`` is its place among the files."""

    def __init__(self, path: str, number: int, engine: Engine) -> None:
        self.path = path
        self.number = number
        self.reading: Reading | None = None
        self.segmenter: Segmenter | None = None
        self._engine = engine
        self._refused = ""

    def segments(self, clock: float = -inf, chunk: int = CHUNK) -> Iterator[Found]:
        """The segments of one batch after the other; none if the file cannot be read."""
        self.segmenter = self._engine.segmenter(self.number, clock)
        try:
            self.reading = open_capture(self.path, self._engine.framer)
        except NotACapture as reason:
            self._refused = str(reason)
            return
        for batch in batches(self.reading, chunk):
            yield self.segmenter.segments(batch)

    def begins(self) -> float:
        """The time of the first packet; infinity for a file without any, the least for standard input."""
        if self.path == STDIN:
            return -inf
        try:
            reading = open_capture(self.path)
        except NotACapture:
            return inf
        first = next(batches(reading, SMALL_CHUNK), None)
        reading.source.close()
        return inf if first is None else float(first.time[0])

    @property
    def clock(self) -> float:
        """The latest time so far."""
        return self.segmenter.clock if self.segmenter is not None else -inf

    @property
    def taken(self) -> int:
        """Bytes of the file that were read."""
        return self.reading.source.taken if self.reading is not None else 0

    def survey(self) -> FileSurvey:
        """What was found in the file, as far as it was read."""
        counts = self.segmenter.counts if self.segmenter is not None else Counts()
        reading = self.reading
        if reading is None:
            return FileSurvey(self.path, "", counts, self._refused)
        return FileSurvey(self.path, reading.form, counts, reading.problem, reading.broken_at)


class Timed(Protocol):
    """A file of a capture, and its latest time so far."""

    number: int

    @property
    def clock(self) -> float: ...


class Ring:
    """The files of a capture by when they begin: which go on with which. A file that begins where another one
    ends goes on with it: capture tools that write a ring of files make such ones.
    """

    def __init__(self, files: Sequence[tuple[float, Timed]]) -> None:
        self._begin_at = [begins for begins, _ in files]
        self._in_time = [file for _, file in files]

    def reaches(self, files: tuple[int, ...], time: float) -> bool:
        """Whether what these files are part of was captured until then."""
        end = max((file.clock for file in self._in_time if file.number in files), default=-inf)
        while end < time:
            next_ones = slice(
                bisect_left(self._begin_at, end - RING_BEFORE), bisect_right(self._begin_at, end + RING_AFTER)
            )
            further = max((file.clock for file in self._in_time[next_ones]), default=-inf)
            if further <= end:
                return False
            end = further
        return True


class Merger:
    """The segments of several files in order of time; of the same time, in the order of the files."""

    def __init__(self, sources: list[Source], engine: Engine) -> None:
        self._engine = engine
        self._later = sorted(((source.begins(), source.number, source) for source in sources), reverse=True)
        self._ring = Ring([(begins, source) for begins, _, source in reversed(self._later)])
        self._open: list[_Queue] = []

    def segments(self) -> Iterator[Segments]:
        """One capture."""
        while self._later or self._open:
            if not self._open:
                self._begin()
            while self._later and self._later[-1][0] <= self._horizon():
                self._begin()
            horizon = self._horizon()
            parts = [part for queue in self._open if (part := queue.take(horizon)) is not None]
            if parts:
                yield self._engine.merge(parts)
            for queue in self._open:
                queue.fill()
            self._open = [queue for queue in self._open if not queue.over]

    def reaches(self, files: tuple[int, ...], time: float) -> bool:
        """Whether what these files are part of was captured until then."""
        return self._ring.reaches(files, time)

    def _begin(self) -> None:
        self._open.append(_Queue(self._later.pop()[2], self._engine))
        self._open.sort(key=lambda queue: queue.source.number)

    def _horizon(self) -> float:
        """Up to this time nothing more can come from the open files than what was read already."""
        return min(queue.clock for queue in self._open)


class _Queue:
    """What was read of a file and not yet taken."""

    def __init__(self, source: Source, engine: Engine) -> None:
        self.source = source
        self.over = False
        self._engine = engine
        self._batches = source.segments(chunk=SMALL_CHUNK)
        self._segments: Segments | None = None
        self._at = 0
        self.fill()

    @property
    def clock(self) -> float:
        """All of the file up to this time was read."""
        return inf if self.over else self.source.clock

    def fill(self) -> None:
        """Read on, if all was taken."""
        if self._segments is None and not self.over:
            found = next(self._batches, None)
            self._segments, self._at = found.sifted() if found is not None else None, 0
            self.over = found is None

    def take(self, clock: float) -> Segments | None:
        """What was read up to this time; None if that is nothing."""
        segments, start = self._segments, self._at
        if segments is None:
            return None
        self._at = self._engine.upto(segments.clock, start, clock)
        if self._at == len(segments):
            self._segments = None
        return self._engine.cut(segments, start, self._at) if self._at > start else None
