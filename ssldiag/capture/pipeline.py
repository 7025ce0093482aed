"""Segments in, handshakes out in a fixed order: where flows, what is passed over, and time meet."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from math import inf

from ssldiag.capture.engine import Engine
from ssldiag.capture.flows import DONE, QUIET, Decided, Flows
from ssldiag.capture.segments import Segments

Order = tuple[float, float, int, tuple[int, ...], int]


class Pipeline:
    """Feed it segments, in order; take from it what is decided."""

    def __init__(self, engine: Engine, flows: Flows) -> None:
        self.flows = flows
        self.sieve = engine.sieve()
        self._engine = engine
        self._epochs: dict[int, int] = {}
        self._heap: list[tuple[Order, Decided]] = []
        self._sure = -inf

    def feed(self, segments: Segments) -> None:
        """The next segments."""
        start = 0
        for tick in self._engine.ticks(segments, self._epochs):
            self._feed(segments, start, tick)
            self.tick(float(segments.clock[tick]))
            start = tick
        self._feed(segments, start, len(segments))

    def _feed(self, segments: Segments, start: int, stop: int) -> None:
        if start == stop:
            return
        self.flows.feed(self.sieve.group(segments, start, stop))
        self._collect()

    def tick(self, clock: float) -> None:
        """So late is it now: give up what is idle or too much."""
        self.flows.tick(clock)
        self._collect()
        self.sieve.trim()
        self._sure = clock

    def end(self) -> None:
        """The capture ends."""
        self.flows.end()
        self._collect()
        self._sure = inf

    def _collect(self) -> None:
        flows = self.flows
        for state in (QUIET, DONE):
            self.sieve.mark([key for key, mark in flows.marks.items() if mark == state], state)
        flows.marks.clear()
        for decided in flows.decided:
            self.add(decided)
        flows.decided.clear()

    def add(self, decided: Decided) -> None:
        """Something decided elsewhere, to be given in its turn."""
        order = decided.clock, decided.last, decided.first_frame, decided.files, decided.key
        heappush(self._heap, (order, decided))

    def ready(self) -> Iterator[Decided]:
        """What is decided and can no longer be preceded by something else."""
        while self._heap and (self._heap[0][0][0] < self._sure or self._sure == inf):
            yield heappop(self._heap)[1]
