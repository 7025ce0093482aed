"""Flows and sieve for a stretch of a file: what did not begin in it is none of theirs, and kept apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from ssldiag.capture.arrays import Array, Flags
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import DONE, QUIET, WANTED, Begin, Flows, Groups, Wanted, next_place
from ssldiag.capture.limits import MAX_DOUBLES, MAX_ORPHANS, SYN_SECONDS
from ssldiag.capture.part import Opening
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.segments import Detached, Segments
from ssldiag.capture.sieve import STATE, BulkSieve, grouped, notables

OWN, ORPHANED = 3, 4
"""More states of a connection's segments: it began here; more of its orphans were seen than are kept."""

DOUBLED = 8
"""Added to the state of a connection that may turn out to have begun earlier: its segments are kept too."""

_BUCKETS = 1 << 16
_TYPES = {"key": np.uint64, "time": np.float64, "clock": np.float64, "side": np.uint8, "flags": np.uint8}
_KINDS = [_TYPES.get(name, np.int64) for name in COLUMNS]
_AT, _KEY = COLUMNS.index("at"), COLUMNS.index("key")
_PLACES = tuple(COLUMNS.index(name) for name in ("at", "ip", "tcp"))


class Kept:
    """Segments put aside, their places made those in the file."""

    def __init__(self, detached: list[Detached]) -> None:
        self._columns: list[list[Array]] = []
        self._detached = detached
        self.count = 0

    def add(self, segments: Segments, columns: list[Array], base: int) -> None:
        """Put some aside; ``base`` is where in the file their buffer begins."""
        apart = columns[_AT] < 0
        for place in _PLACES:
            columns[place] = np.where(apart, columns[place], columns[place] + base)
        for i in np.flatnonzero(apart).tolist():
            self._detached.append(segments.detached[-1 - int(columns[_AT][i])])
            columns[_AT][i] = -len(self._detached)
        self._columns.append(columns)
        self.count += len(columns[_AT])

    def all(self) -> list[Array]:
        """All of them, as columns; an empty list if there are none."""
        return [np.concatenate(column) for column in zip(*self._columns, strict=True)]


class PartSieve(BulkSieve):
    """Keeps the segments of connections that did not begin here: they are none of the flows' business.

    ``base`` is where in its file the buffer of a batch begins; frame ``n`` of the file is ``before + n``
    of the stretch.
    """

    def __init__(self) -> None:
        super().__init__()
        self.base = self.before = 0
        self.detached: list[Detached] = []
        self.orphans = Kept(self.detached)
        self.doubles = Kept(self.detached)
        self.over_at: dict[int, int] = {}
        self._since: float | None = None
        self._amounts = np.zeros(_BUCKETS, dtype=np.int64)

    def live(self, keys: Array) -> Flags:
        """Of which of these connections every segment matters."""
        states = self.states(keys) & STATE
        return np.asarray((states == WANTED) | (states == OWN))

    def group(self, segments: Segments, start: int, stop: int) -> Groups:
        """The segments that matter of connections that began here, sorted by connection."""
        if self._since is None:
            self._since = float(segments.clock[start])
        early = segments.clock[stop - 1] - self._since < SYN_SECONDS and self.doubles.count < MAX_DOUBLES
        was_done, states = self._renew(segments, start, stop, OWN | DOUBLED if early else OWN)
        doubled, states = states >= DOUBLED, states & STATE
        told = notables(segments, start, stop)
        pick = (states == OWN) | ((states == QUIET) & told)
        stray = states == WANTED
        self._tally(segments.key[start:stop][stray], self.before + int(segments.frame[stop - 1]))
        stray |= (states == ORPHANED) & told
        self._keep(self.orphans, segments, start, stray, told)
        self._keep(self.doubles, segments, start, pick & doubled)
        index = np.flatnonzero(pick)
        return grouped(segments, index + start, told[index], was_done)

    def mark(self, keys: Iterable[int], state: int) -> None:
        """Remember connections; that they are doubled is remembered too."""
        keys = list(keys)
        before = self.states(np.array(keys, dtype=np.uint64)).tolist() if keys else []
        for key, old in zip(keys, before, strict=True):
            super().mark((key,), state | (old & DOUBLED))

    def _tally(self, keys: Array, serial: int) -> None:
        """Note the connections of which enough orphans were seen."""
        if not len(keys):
            return
        bucket = (keys & np.uint64(_BUCKETS - 1)).astype(np.int64)
        self._amounts += np.bincount(bucket, minlength=_BUCKETS)
        for key in set(keys[self._amounts[bucket] > MAX_ORPHANS].tolist()):
            self.mark((key,), ORPHANED)
            self.over_at.setdefault(key, serial)

    def _keep(self, kept: Kept, segments: Segments, start: int, which: Flags, *more: Array) -> None:
        index = np.flatnonzero(which)
        if len(index):
            columns = [getattr(segments, name)[index + start] for name in COLUMNS]
            kept.add(segments, [*columns, *(column[index] for column in more)], self.base)

    def strayed(self, key: int) -> bool:
        """Whether orphans of a connection may have been seen."""
        return bool(self._amounts[key & (_BUCKETS - 1)])

    def double(self, key: int, segments: Segments, start: int, stop: int) -> None:
        """Keep the segments of a connection from now on, and these at once."""
        if self.state(key) < DOUBLED:
            self.doubles.add(segments, columns_of(segments, start, stop), self.base)
            super().mark((key,), self.state(key) | DOUBLED)

    def stray(self, groups: Groups, start: int, stop: int) -> None:
        """Put segments aside that turned out to be orphans."""
        there = set(groups.notables[bisect_left(groups.notables, start) : bisect_left(groups.notables, stop)])
        told = np.array([i in there for i in range(start, stop)])
        self.orphans.add(groups.segments, [*columns_of(groups.segments, start, stop), told], self.base)

    def final(self) -> dict[int, list[int]]:
        """What is to be done from now on with the segments of connections that began here."""
        states = self._states & STATE
        keys = {state: self._keys[states == state].tolist() for state in (QUIET, DONE, OWN)}
        return {QUIET: keys[QUIET], DONE: keys[DONE], WANTED: keys[OWN]}


def columns_of(segments: Segments, start: int, stop: int) -> list[Array]:
    """Some segments, the columns of which may be lists."""
    names = zip(COLUMNS, _KINDS, strict=True)
    return [np.array(getattr(segments, name)[start:stop], dtype=kind) for name, kind in names]


class PartFlows(Flows):
    """Follows what begins here; gives the sieve what comes before the first SYN of a connection."""

    sieve: PartSieve

    def __init__(self, begin: Begin, names: Sequence[str], wanted: Wanted | None) -> None:
        super().__init__(begin, names, wanted)
        self.openings: dict[int, Opening] = {}

    def _feed(self, key: int, groups: Groups, i: int, stop: int) -> None:
        if key not in self.openings:
            first = next_place(groups.syns, i, stop)
            segments = groups.segments
            if first > i:
                self.sieve.stray(groups, i, first)
            if first == stop:
                return
            serial, clock = self.sieve.before + segments.frame[first], segments.clock[first]
            self.openings[key] = Opening(key, serial, clock, segments.side[first], segments.seq[first])
            if first > i or self.sieve.strayed(key):
                self.sieve.double(key, segments, first, stop)
            i = first
        super()._feed(key, groups, i, stop)


class PartEngine(Fast):
    """Reads as usual, but sifts for a stretch."""

    def sieve(self) -> PartSieve:
        return PartSieve()
