"""The way of reading a capture that needs nothing but Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import fields

from ssldiag.capture import links
from ssldiag.capture.batch import Batch, Column
from ssldiag.capture.flows import DONE, QUIET, WANTED, Groups
from ssldiag.capture.fragments import Fragments
from ssldiag.capture.layers import count, row_of, unwrap
from ssldiag.capture.limits import MAX_DONE_PLAIN, TICK_BYTES, TICK_FRAMES
from ssldiag.capture.notable import NOTABLE, notable
from ssldiag.capture.packets import Framer
from ssldiag.capture.segments import ACK, FIN, RST, SYN, Detached, Found, Segments
from ssldiag.capture.survey import Counts
from ssldiag.capture.walk import Walk

Row = tuple[float, ...]

COLUMNS = tuple(field.name for field in fields(Segments))[2:]
"""The names of the columns of segments, in their order."""


class PlainSegmenter:
    """One packet after the other."""

    def __init__(self, file: int, clock: float) -> None:
        self.counts = Counts()
        self.fragments = Fragments()
        self.clock = clock
        self._file = file

    def segments(self, batch: Batch) -> Found:
        """The TCP segments of a batch, in its order."""
        rows: list[Row] = []
        detached: list[Detached] = []
        same = batch.link if isinstance(batch.link, int) else None
        for i in range(len(batch)):
            time, have, wire = batch.time[i], batch.have[i], batch.wire[i]
            link = batch.link[i] if same is None else same
            self.clock = max(self.clock, time)
            self._count(time, have, wire, link)
            row = self.unwrapped(batch, i, link, detached)
            if row is not None:
                rows.append(row)
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
        return Segments({self._file: batch.data}, detached, *columns)

    def unwrapped(self, batch: Batch, i: int, link: int, detached: list[Detached]) -> Row | None:
        """The row of one packet, None if it has no TCP segment."""
        at = int(batch.at[i])
        end, wire = at + int(batch.have[i]), at + int(batch.wire[i])
        walk = Walk(batch.data, at, end, wire, self.clock, self.fragments)
        unwrap(walk, links.LINKS.get(link))
        count(walk, self.counts)
        row = row_of(walk, detached)
        if row is None:
            return None
        frame = batch.first_frame + i
        epoch = (frame >> TICK_FRAMES) + (batch.base + at >> TICK_BYTES)
        return (frame, batch.time[i], self.clock, epoch, *row, self._file)

    def _count(self, time: float, have: int, wire: int, link: int) -> None:
        counts = self.counts
        counts.packets += 1
        counts.bytes += wire
        counts.cut += have < wire
        counts.span(time, time)
        counts.links[link] += 1


class PlainSieve:
    """A dictionary. Forgets all when it is full."""

    def __init__(self) -> None:
        self._keys: dict[int, int] = {}

    def state(self, key: int) -> int:
        """What is to be done with a connection's segments."""
        return self._keys.get(key, WANTED)

    def live(self, keys: Column) -> Column:
        """Of which of these connections every segment matters."""
        return [self.state(key) == WANTED for key in keys]

    def mark(self, keys: Iterable[int], state: int) -> None:
        """Remember connections."""
        for key in keys:
            self._keys[key] = state

    def group(self, segments: Segments, start: int, stop: int) -> Groups:
        """The segments that matter, sorted by connection."""
        keys, flags = segments.key, segments.flags
        fresh = {keys[i] for i in range(start, stop) if flags[i] & (SYN | ACK) == SYN}
        was_done = frozenset(key for key in fresh if self.state(key) == DONE)
        answered = {keys[i] for i in range(start, stop) if flags[i] & (SYN | ACK) == SYN | ACK}
        fresh |= {key for key in answered if self.state(key) == QUIET}  # it may be another connection's
        self.mark(fresh, WANTED)
        order = []
        for i in range(start, stop):
            state = self.state(keys[i])
            if state == WANTED or (state == QUIET and is_notable(segments, i)):
                order.append(i)
        order.sort(key=keys.__getitem__)
        return grouped(_picked(segments, order), was_done)

    def trim(self) -> None:
        """Keep within the bound."""
        if len(self._keys) > MAX_DONE_PLAIN:
            self._keys.clear()


class Plain:
    """Lists and loops."""

    many = False

    def framer(self, framer: Framer) -> Framer:
        return framer

    def segmenter(self, file: int, clock: float) -> PlainSegmenter:
        return PlainSegmenter(file, clock)

    def sieve(self) -> PlainSieve:
        return PlainSieve()

    def ticks(self, segments: Segments, last: dict[int, int]) -> list[int]:
        found = []
        for i, (file, epoch) in enumerate(zip(segments.file, segments.epoch, strict=True)):
            if epoch != last.setdefault(file, epoch):
                last[file] = epoch
                found.append(i)
        return found

    def merge(self, parts: list[Segments]) -> Segments:
        whole = Segments({}, [], *([] for _ in COLUMNS))
        for part in parts:
            whole.data.update(part.data)
            moved = len(whole.detached)
            whole.detached += part.detached
            for name in COLUMNS:
                getattr(whole, name).extend(getattr(part, name))
            if moved:
                whole.at[-len(part) :] = [at - moved if at < 0 else at for at in part.at]
        order = sorted(range(len(whole)), key=whole.clock.__getitem__)
        return _picked(whole, order)

    def upto(self, clocks: Column, start: int, clock: float) -> int:
        return bisect_right(clocks, clock, start)

    def cut(self, segments: Segments, start: int, stop: int) -> Segments:
        return _picked(segments, range(start, stop))


def _picked(segments: Segments, order: Iterable[int]) -> Segments:
    order = list(order)
    columns = ([column[i] for i in order] for column in (getattr(segments, name) for name in COLUMNS))
    return Segments(segments.data, segments.detached, *columns)


def grouped(segments: Segments, was_done: frozenset[int]) -> Groups:
    """Sorted segments, with where each connection's begin and which can begin one."""
    keys, flags = segments.key, segments.flags
    count = len(keys)
    bounds = [i for i in range(count) if i == 0 or keys[i] != keys[i - 1]]
    syns = [i for i in range(count) if flags[i] & (SYN | ACK) == SYN]
    openers = [i for i in range(count) if flags[i] & SYN or segments.size[i]]
    notables = [i for i in range(count) if is_notable(segments, i)]
    first = [keys[i] for i in bounds]
    return Groups(segments, first, [*bounds, count], openers, syns, notables, was_done)


def is_notable(segments: Segments, i: int) -> bool:
    """Whether a segment matters after the handshake: it opens or closes, or its bytes tell something."""
    if segments.flags[i] & (SYN | FIN | RST):
        return True
    have = min(segments.have[i], segments.size[i])
    return bool(have >= NOTABLE and notable(segments.payload(i, NOTABLE)))
