"""TCP segments in, handshakes out: which connection a segment belongs to, and how many are followed at once.

What a connection gives depends on its own segments alone, so they may come grouped by connection. The
bounds on all connections together are looked at when the capture ticks, which is the same for every way of
reading it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from ssldiag.capture.limits import LINGER_SECONDS, MAX_HELD, MAX_OPEN, MAX_QUIET
from ssldiag.capture.segments import ACK, SYN, Segments
from ssldiag.capture.streams import Connection, Listener
from ssldiag.wire.model import Endpoint, Handshake

WANTED, QUIET, DONE = range(3)
"""What is to be done with the segments of a connection: all matter, those that are notable, a SYN alone."""

Begin = Callable[[str, Endpoint, Endpoint], Listener]
"""Makes the listener of a new connection: file, ``a`` and ``b``."""

Wanted = Callable[[Endpoint, Endpoint], bool]
"""Whether a connection between these two is of interest."""

Reaches = Callable[[tuple[int, ...], float], bool]
"""Whether the capture that these files are part of goes on until then."""

Order = tuple[float, float, int, tuple[int, ...], int]


@dataclass(frozen=True, slots=True)
class Decided:
    """The handshakes of a connection. ``clock`` is when it was clear that nothing more comes, infinity at the
    end of the capture; ``last`` and ``first_frame`` order what was decided at the same time.
    """

    clock: float
    last: float
    first_frame: int
    files: tuple[int, ...]
    key: int
    handshakes: list[Handshake]

    @property
    def order(self) -> Order:
        """What comes first is decided first."""
        return self.clock, self.last, self.first_frame, self.files, self.key


@dataclass(frozen=True, slots=True)
class Groups:
    """Segments sorted by connection. ``bounds`` are where each one's begin, and the end of all.

    ``keys`` are the connections' numbers. ``openers`` are the segments that a connection can begin with,
    ``syns`` those with a SYN alone, and ``notables`` those that matter after a handshake, all in order.
    ``was_done`` holds the connections that were done before these segments.
    """

    segments: Segments
    keys: list[int]
    bounds: list[int]
    openers: list[int]
    syns: list[int]
    notables: list[int]
    was_done: frozenset[int]


class Flows:
    """The connections whose handshake has not ended."""

    def __init__(
        self,
        begin: Begin,
        names: Sequence[str],
        wanted: Wanted | None = None,
        reaches: Reaches | None = None,
    ) -> None:
        self._begin = begin
        self._names = names
        self._wanted = wanted
        self._reaches = reaches
        self._open: dict[int, Connection] = {}
        self.decided: list[Decided] = []
        self.marks: dict[int, int] = {}
        self.most = 0
        self._late = -inf
        self.pressed = False

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, key: int) -> bool:
        return key in self._open

    def feed(self, groups: Groups) -> None:
        """Take in segments. Adds to ``decided``, and to ``marks`` what is to become of later segments."""
        for key, (start, stop) in zip(groups.keys, pairwise(groups.bounds), strict=True):
            self._feed(key, groups, start, stop)
        self.most = max(self.most, len(self._open))

    def _feed(self, key: int, groups: Groups, i: int, stop: int) -> None:
        connection = self._open.get(key)
        done = connection is None and key in groups.was_done
        segments = groups.segments
        while i < stop:
            if connection is None:
                i = next_place(groups.syns if done else groups.openers, i, stop)
                if i == stop:
                    return
                connection, done = self._opened(key, segments, i), False
                if connection is None:
                    done, i = True, i + 1
                    continue
            began = i
            if connection.quiet:
                began = next_place(groups.notables, i, stop)  # what is passed over counts for no file
                if began == stop:
                    return
                i = connection.glance(segments, began)
            else:
                i = connection.run(segments, i, stop)
            if len(self._names) > 1:
                files = {*connection.files, *(int(file) for file in segments.file[began:i])}
                connection.files = tuple(sorted(files))
            if connection.over:
                clock = connection.limit if connection.idle else segments.clock[min(i, stop - 1)]
                done = self._close(key, connection, clock)
                connection = None
            elif connection.quiet:
                self.marks[key] = QUIET

    def _opened(self, key: int, segments: Segments, i: int) -> Connection | None:
        """A new connection, or None if it is of no interest."""
        flags, side = segments.flags[i], segments.side[i]
        source, target = segments.ends(i)
        caller = side
        if flags & (SYN | ACK) == SYN | ACK:
            caller, source, target = 1 - side, target, source
        if self._wanted is not None and not self._wanted(source, target):
            self.marks[key] = DONE
            return None
        file = int(segments.file[i])
        listener = self._begin(self._names[file], source, target)
        mid_stream = not flags & SYN
        connection = Connection(listener, caller, mid_stream, segments.frame[i], segments.clock[i])
        connection.files = (file,)
        self._open[key] = connection
        self.marks.pop(key, None)
        return connection

    def _close(self, key: int, connection: Connection, clock: float, last: float = 0.0) -> bool:
        """Take what a connection gives. Whether its further packets are to be passed over. Nobody was silent
        for long where its files end before that could be seen.
        """
        if connection.idle and self._reaches and not self._reaches(connection.files, connection.limit):
            connection.over = ""
        handshakes = connection.finish()
        place = connection.first_frame, connection.files
        self.decided.append(Decided(clock, last, *place, key, handshakes))
        self._open.pop(key, None)
        if connection.settled:
            self.marks[key] = DONE
        return connection.settled

    def tick(self, clock: float) -> None:
        """Give up connections that are idle, and those beyond the bounds: those without data or with their
        handshake done first, then the longest idle.
        """
        self._give_up_idle(clock)
        if len(self._open) > MAX_QUIET:
            self._give_up([item for item in self._open.items() if item[1].quiet], MAX_QUIET, clock)
            self._give_up(list(self._open.items()), MAX_OPEN, clock)
        held = sum(connection.held for connection in self._open.values() if connection.waiting)
        self.pressed |= held > MAX_HELD // 4
        if held > MAX_HELD:
            for connection in self._open.values():
                connection.let_go()

    def _give_up_idle(self, clock: float) -> None:
        """Looks at all connections only once one of them can be late."""
        if clock <= self._late:
            return
        late = [key for key, connection in self._open.items() if clock > connection.limit]
        for key in late:
            connection = self._open[key]
            connection.over = "idle"
            self._close(key, connection, connection.limit)
        earliest = min((connection.limit for connection in self._open.values()), default=inf)
        self._late = min(earliest, clock + LINGER_SECONDS)

    def _give_up(self, items: list[tuple[int, Connection]], most: int, clock: float) -> None:
        surplus = len(items) - most
        if surplus > 0:
            self.pressed = True
            for key, connection in sorted(items, key=_worth)[:surplus]:
                self._close(key, connection, clock)

    def of(self, key: int) -> Connection | None:
        """The connection of this number, if it is open."""
        return self._open.get(key)

    def supersede(self, key: int, side: int, seq: int, clock: float) -> bool:
        """A SYN was seen elsewhere. If it is of another connection, close this one; whether it is."""
        connection = self._open[key]
        over = connection.ends_by(side, seq, clock)
        if not over:
            return False
        connection.over = over
        self._close(key, connection, connection.limit if over == "idle" else clock)
        return True

    def adopt(self, connections: dict[int, Connection]) -> None:
        """Go on with connections that were followed elsewhere."""
        self._open.update(connections)
        self._late = -inf

    def release(self) -> dict[int, Connection]:
        """Give all open connections away."""
        connections, self._open = self._open, {}
        return connections

    def end(self, clock: float) -> None:
        """The capture ends, so late."""
        self._give_up_idle(clock)
        for key, connection in list(self._open.items()):
            self._close(key, connection, inf, connection.clock)


def _worth(item: tuple[int, Connection]) -> tuple[bool, float, int]:
    connection = item[1]
    return connection.spoken and not connection.quiet, connection.clock, connection.first_frame


def next_place(places: list[int], i: int, stop: int) -> int:
    """The first place from ``i`` on; ``stop`` if there is none before."""
    index = bisect_left(places, i)
    return min(places[index], stop) if index < len(places) else stop
