"""Segments in, handshakes out in a fixed order: where flows, what is passed over, and time meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from math import inf
from typing import Any, NamedTuple

from ssldiag.capture.engine import Engine
from ssldiag.capture.filters import Filters
from ssldiag.capture.flows import DONE, QUIET, Decided, Flows, Order
from ssldiag.capture.segments import Found, Segments
from ssldiag.wire.model import Handshake


class Given(NamedTuple):
    """What is given for a connection, in its place among others."""

    order: Order
    handshakes: list[Any]

    @property
    def key(self) -> int:
        """The number of the connection."""
        return self.order[-1]


Give = Callable[[Decided], Given]


class Giver:
    """Makes of a connection what is to be given: its handshakes as the user wants them."""

    def __init__(
        self, names: Sequence[str], filters: Filters | None, each: Callable[[Handshake], Any]
    ) -> None:
        self._names = names
        self._filters = filters
        self._each = each

    def __call__(self, decided: Decided) -> Given:
        wanted = (
            handshake
            for handshake in named(decided, self._names)
            if self._filters is None or self._filters.handshake(handshake)
        )
        return Given(decided.order, [self._each(handshake) for handshake in wanted])


def named(decided: Decided, names: Sequence[str]) -> list[Handshake]:
    """The handshakes of a connection; where its packets are in several files, their names joined."""
    if len(decided.files) < 2:
        return decided.handshakes
    file = "+".join(names[number] for number in decided.files)
    return [replace(handshake, file=file) for handshake in decided.handshakes]


class Pipeline:
    """Feed it segments, in order; take from it what is decided."""

    def __init__(self, engine: Engine, flows: Flows, give: Give | None = None) -> None:
        self.flows = flows
        self.sieve = engine.sieve()
        self.epochs: dict[int, int] = {}
        self._engine = engine
        self._give = give or (lambda decided: Given(decided.order, decided.handshakes))
        self._heap: list[tuple[Order, Given]] = []
        self._sure = -inf

    def feed(self, found: Found) -> None:
        """The next segments."""
        segments, start = found.sifted(self.sieve), 0
        for tick in self._engine.ticks(segments, self.epochs):
            self.feed_between(segments, start, tick)
            self.tick(float(segments.clock[tick]))
            start = tick
        self.feed_between(segments, start, len(segments))

    def feed_between(self, segments: Segments, start: int, stop: int) -> None:
        """Some segments, between ticks."""
        if start == stop:
            return
        self.flows.feed(self.sieve.group(segments, start, stop))
        self.collect()

    def tick(self, clock: float) -> None:
        """So late is it now: give up what is idle or too much."""
        self.flows.tick(clock)
        self.collect()
        self.sieve.trim()
        self._sure = clock

    def end(self, clock: float = -inf) -> None:
        """The capture ends; its last packet was so late."""
        self.flows.end(clock)
        self.collect()
        self._sure = inf

    def collect(self) -> None:
        """Take what the flows have decided."""
        flows = self.flows
        for state in (QUIET, DONE):
            self.sieve.mark([key for key, mark in flows.marks.items() if mark == state], state)
        flows.marks.clear()
        for decided in flows.decided:
            self.add(self._give(decided))
        flows.decided.clear()

    def add(self, given: Given) -> None:
        """Something to be given in its turn."""
        heappush(self._heap, (given.order, given))

    def ready(self) -> Iterator[Given]:
        """What is decided and can no longer be preceded by something else."""
        while self._heap and (self._heap[0][0][0] < self._sure or self._sure == inf):
            yield heappop(self._heap)[1]

    def take(self) -> list[Given]:
        """All that is decided, in no order."""
        taken = [given for _, given in self._heap]
        self._heap.clear()
        return taken
