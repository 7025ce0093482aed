"""Which segments matter, for many at once: a table of connections, numbers hashed into an array of numpy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ssldiag.capture.arrays import Array, Flags, Ints, fetch, fields
from ssldiag.capture.flows import DONE, QUIET, WANTED, Groups
from ssldiag.capture.limits import MAX_DONE
from ssldiag.capture.notable import LONE_ALERT, NOTABLE
from ssldiag.capture.plain import COLUMNS, is_notable
from ssldiag.capture.segments import ACK, FIN, RST, SYN, Segments

_FIRST = 1 << 16  # slots to begin with: doubled whenever half are taken
_RECORD = fields(NOTABLE, ("kind", "u1", 0), ("major", "u1", 1), ("minor", "u1", 2), ("size", ">u2", 3))
STATE = 7
"""Bits of a state; there may be another one for whom it concerns."""

_LONE_SIZE = int.from_bytes(LONE_ALERT[3:], "big")


class BulkSieve:
    """Connections by their numbers, in open addressing: a number lies at its own slot or soon behind."""

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST)

    def _make(self, size: int) -> None:
        self._keys = np.zeros(size, dtype=np.uint64)
        self._states = np.zeros(size, dtype=np.uint8)
        # before Python 3.12 (PEP 688) no type says that an array of numpy has a buffer
        self._key_at = memoryview(self._keys)  # type: ignore[arg-type]
        self._state_at = memoryview(self._states)  # type: ignore[arg-type]
        self._mask = size - 1

    def __getstate__(self) -> tuple[int, Array, Array]:
        return self._count, self._keys, self._states

    def __setstate__(self, state: tuple[int, Array, Array]) -> None:
        """What comes from another process may not be written to, so it is copied."""
        self._count, keys, states = state
        self._make(len(keys))
        self._keys[:], self._states[:] = keys, states

    def mark(self, keys: Iterable[int], state: int) -> None:
        """Remember connections."""
        key_at, mask = self._key_at, self._mask
        for key in keys:
            slot = key & mask
            while (taken := key_at[slot]) and taken != key:
                slot = (slot + 1) & mask
            if not taken:
                if state == WANTED:
                    continue
                self._count += 1
            key_at[slot] = key
            self._state_at[slot] = state
            if self._count * 2 > mask:
                self._grow()
                key_at, mask = self._key_at, self._mask

    def _grow(self) -> None:
        keys, states = self._keys, self._states
        self._count = 0
        self._make(len(keys) * 2)
        for state in np.unique(states[states != WANTED]).tolist():
            BulkSieve.mark(self, keys[states == state].tolist(), state)

    def trim(self) -> None:
        """Keep within the bound."""
        if self._count > MAX_DONE:
            self._count = 0
            self._make(_FIRST)

    def live(self, keys: Array) -> Flags:
        """Of which of these connections every segment matters."""
        return np.asarray(self.states(keys) == WANTED)

    def state(self, key: int) -> int:
        """What is to be done with the segments of this connection."""
        return int(self.states(np.array([key], dtype=np.uint64))[0])

    def states(self, keys: Array) -> Array:
        """What is to be done with the segments of these connections."""
        slots = (keys & np.uint64(self._mask)).astype(np.int64)
        found = self._keys[slots]
        states = np.where(found == keys, self._states[slots], WANTED)
        far = np.flatnonzero((found != keys) & (found != 0))
        while len(far):
            slots = (slots[far] + 1) & self._mask if len(slots) == len(keys) else (slots + 1) & self._mask
            found = self._keys[slots]
            hit = found == keys[far]
            states[far[hit]] = self._states[slots[hit]]
            on = ~hit & (found != 0)
            far, slots = far[on], slots[on]
        return states

    def group(self, segments: Segments, start: int, stop: int) -> Groups:
        """The segments that matter, sorted by connection."""
        was_done, states = self._renew(segments, start, stop, WANTED)
        told = notables(segments, start, stop)
        pick = np.flatnonzero((states == WANTED) | ((states == QUIET) & told))
        return grouped(segments, pick + start, told[pick], was_done)

    def _renew(self, segments: Segments, start: int, stop: int, state: int) -> tuple[frozenset[int], Array]:
        """Give ``state`` to connections with a SYN, and to quiet ones with a SYN-ACK, for that may be another
        connection's. Those that were done, and the states of all segments.
        """
        keys, flags = segments.key[start:stop], segments.flags[start:stop] & (SYN | ACK)
        begun, answered = keys[flags == SYN], keys[flags == SYN | ACK]
        before = self.states(begun)
        self.mark(begun[before != state].tolist(), state)
        self.mark(answered[self.states(answered) & STATE == QUIET].tolist(), state & STATE)
        return frozenset(begun[before & STATE == DONE].tolist()), self.states(keys)


def notables(segments: Segments, start: int, stop: int) -> Flags:
    """:func:`ssldiag.capture.notable.notable` for many segments, or those that open or close."""
    part = slice(start, stop)
    at = segments.at[part]
    found: Flags = (segments.flags[part] & (SYN | FIN | RST)) != 0
    enough = (np.minimum(segments.have[part], segments.size[part]) >= NOTABLE) & (at >= 0)
    for file, data in segments.data.items():
        mine = np.flatnonzero(enough & (segments.file[part] == file))
        head = fetch(data, at[mine], _RECORD)
        kind = head["kind"]
        told = (kind >= 20) & (kind <= 22)
        told |= (kind == LONE_ALERT[0]) & (head["size"] == _LONE_SIZE) & (head["minor"] == LONE_ALERT[2])
        found[mine] |= told & (head["major"] == 3) & (head["minor"] <= 4)
    for i in np.flatnonzero(at < 0).tolist():
        found[i] = is_notable(segments, start + i)
    return found


def grouped(segments: Segments, index: Ints, told: Flags, was_done: frozenset[int]) -> Groups:
    """Some segments, sorted by connection; ``told``: which of them are notable."""
    sort = np.argsort(segments.key[index], kind="stable")
    order = index[sort]
    flags, key = segments.flags[order], segments.key[order]
    first = np.flatnonzero(np.concatenate((key[:1] != 0, key[1:] != key[:-1])))
    syns = np.flatnonzero((flags & (SYN | ACK)) == SYN)
    openers = np.flatnonzero(((flags & SYN) != 0) | (segments.size[order] > 0))
    bounds = [*first.tolist(), len(order)]
    return Groups(
        listed(segments, order),
        key[first].tolist(),
        bounds,
        openers.tolist(),
        syns.tolist(),
        np.flatnonzero(told[sort]).tolist(),
        was_done,
    )


_RARE = frozenset(("epoch", "key", "ip", "tcp", "file"))
"""Columns looked at for few segments: as lists they would take longer to make than they save."""

_SAME = {"clock": "time", "have": "size"}
"""Columns that are mostly the same as another."""


def listed(segments: Segments, order: Ints) -> Segments:
    """Some segments, with columns that are lists where each is looked at."""
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        column = getattr(segments, name)[order]
        twin = _SAME.get(name)
        if name in _RARE:
            columns[name] = column
        elif twin is not None and np.array_equal(column, getattr(segments, twin)[order]):
            columns[name] = columns[twin]
        else:
            columns[name] = column.tolist()
    return Segments(segments.data, segments.detached, *columns.values())
