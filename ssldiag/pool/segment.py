"""The segment: TLS sessions that all servers of a pool share, in one anonymous file that outlives each.

Sets of eight cells. A cell has a 32-byte session id in the index, and a slot for the session; a session that
is larger than a slot takes further cells of its set. Writers lock their set with a record lock, which the
kernel drops when they die; readers take no lock and test a checksum over tag, id and session, so damage of
any kind is a miss and never a wrong session. Times are those of the monotonic clock, which all processes of
a machine share.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import Struct
from zlib import crc32

from ssldiag.pool.control import MOST_SERVERS
from ssldiag.pool.status import CacheRow

SLOT = 512
"""Bytes of a slot: a session without a client's certificate takes 140 to 200."""

WAYS = 8
ID = 32
"""Bytes of a session id: libssl makes them this long (RFC 5246 7.4.1.2 allows at most as many)."""

TAG = 8
_HEAD = Struct("<IHBxd8s")  # checksum, length, further cells (a mask), born, tag
ROOM = SLOT - _HEAD.size
LONGEST = 4 * ROOM
"""Bytes of the largest session kept: half of a set; a certificate of a client makes it 700 to 1,900."""

_COUNTERS = ("stored", "lookups", "hits", "expired", "evicted")
_WORDS = len(_COUNTERS)
_FRONT = (MOST_SERVERS * _WORDS * 8 + mmap.PAGESIZE - 1) // mmap.PAGESIZE * mmap.PAGESIZE
_BLANK = bytes(ID)
_SET = WAYS * (SLOT + ID)
SMALLEST = _SET


@dataclass(frozen=True, slots=True)
class Stored:
    """A session in the segment: its id, its age in seconds and its size. What it holds is not shown."""

    session: str
    age: float
    size: int


class Segment:
    """The segment. Make it before the fork; each process must keep its one descriptor (closing a second one
    of the same file would drop the record locks of the process).
    """

    def __init__(self, size: int, life: float, descriptor: int | None = None) -> None:
        if size < SMALLEST:
            raise ValueError(f"a segment of {size} bytes holds no session, at least {SMALLEST} are needed")
        self.size, self.life = size, life
        self.sets = size // _SET
        self.capacity = self.sets * WAYS
        self.descriptor = os.memfd_create("ssldiag-segment") if descriptor is None else descriptor
        os.ftruncate(self.descriptor, _FRONT + size)
        self._map = mmap.mmap(self.descriptor, _FRONT + size)
        self._words = memoryview(self._map)[:_FRONT].cast("q")
        self._data = _FRONT + self.capacity * ID

    def member(self, index: int) -> Member:
        """The cache as the server with this index uses it, its counters at 0."""
        words = self._words[index * _WORDS : (index + 1) * _WORDS]
        for at in range(_WORDS):
            words[at] = 0
        return Member(self, words)

    def row(self, index: int, server: str) -> CacheRow:
        """The counters of a server, as any process may read them."""
        return CacheRow(server, *self._words[index * _WORDS : (index + 1) * _WORDS])

    def _first(self, session: bytes) -> int:
        """The first cell of the set of a session."""
        return int.from_bytes(session[:4], "little") % self.sets * WAYS

    def find(self, session: bytes, tag: bytes) -> tuple[bytes | None, bool]:
        """The session and whether it was found but too old."""
        first = self._first(session)
        base = _FRONT + first * ID
        at = self._map.find(session, base, base + WAYS * ID)
        if at < 0 or (at - base) % ID:
            return None, False
        cell = (at - _FRONT) // ID
        slot = self._data + cell * SLOT
        checksum, size, mask, born, mark = _HEAD.unpack_from(self._map, slot)
        if mark != tag or size > LONGEST:
            return None, False
        if time.monotonic() - born > self.life:
            return None, True
        data = self._map[slot + _HEAD.size : slot + _HEAD.size + min(size, ROOM)]
        if mask:
            data += b"".join(self._parts(first, mask, size - ROOM))
        if len(data) != size or crc32(data, crc32(session, crc32(tag))) != checksum:
            return None, False
        return data, False

    def _parts(self, first: int, mask: int, left: int) -> Iterator[bytes]:
        for way in range(WAYS):
            if mask >> way & 1 and left > 0:
                slot = self._data + (first + way) * SLOT + _HEAD.size
                yield self._map[slot : slot + min(left, ROOM)]
                left -= ROOM

    def keep(self, session: bytes, tag: bytes, data: bytes) -> int:
        """Store a session; how many others had to go, -1 if it does not fit."""
        size = len(data)
        if len(session) != ID or len(tag) != TAG or not 0 < size <= LONGEST:
            return -1
        first = self._first(session)
        with _Lock(self.descriptor, first // WAYS):
            ways, evicted = self._make_room(first, session, -(-size // ROOM))
            self._write(first, ways, session, tag, data)
        return evicted

    def _write(self, first: int, ways: list[int], session: bytes, tag: bytes, data: bytes) -> None:
        born, whole = time.monotonic(), self._map
        mask = sum(1 << way for way in ways[1:])
        for part, way in enumerate(ways):
            slot = self._data + (first + way) * SLOT
            piece = data[part * ROOM : (part + 1) * ROOM]
            checksum = 0 if part else crc32(data, crc32(session, crc32(tag)))
            _HEAD.pack_into(whole, slot, checksum, len(data), 0 if part else mask, born, tag)
            whole[slot + _HEAD.size : slot + _HEAD.size + len(piece)] = piece
        at = _FRONT + (first + ways[0]) * ID
        whole[at : at + ID] = session

    def _make_room(self, first: int, session: bytes, count: int) -> tuple[list[int], int]:
        """Free cells of a set for ``count`` parts (cells in rising order), and how many sessions went."""
        heads = [_HEAD.unpack_from(self._map, self._data + (first + way) * SLOT) for way in range(WAYS)]
        base = _FRONT + first * ID
        owners = [self._map[base + way * ID : base + way * ID + ID] for way in range(WAYS)]
        used = {way: head[2] for way, head in enumerate(heads) if owners[way] != _BLANK}
        free = set(range(WAYS)) - {part for way, mask in used.items() for part in (way, *_ways(mask))}
        dead, evicted = time.monotonic() - self.life, 0
        for way in sorted(used, key=lambda way: (owners[way] != session, heads[way][3])):
            if len(free) >= count and owners[way] != session:
                break
            at = base + way * ID
            self._map[at : at + ID] = _BLANK
            evicted += owners[way] != session and heads[way][3] > dead
            free |= {way, *_ways(used[way])}
        return sorted(free)[:count], evicted

    def listed(self) -> Iterator[Stored]:
        """Every session that has not expired: a snapshot that may be out of date as it is read."""
        now = time.monotonic()
        for cell in range(self.capacity):
            session = self._map[_FRONT + cell * ID : _FRONT + cell * ID + ID]
            if session != _BLANK:
                _, size, _, born, _ = _HEAD.unpack_from(self._map, self._data + cell * SLOT)
                if now - born <= self.life:
                    yield Stored(session.hex(), max(now - born, 0.0), size)

    @property
    def entries(self) -> int:
        """Sessions that have not expired."""
        return sum(1 for _ in self.listed())

    def expire(self) -> int:
        """Remove sessions that are too old (CACHECLEANUP); how many."""
        return self._remove(lambda session, age: age > self.life)

    def clear(self) -> int:
        """Remove all sessions; how many."""
        return self._remove(lambda session, age: True)

    def forget(self, digits: str) -> int:
        """Remove the sessions whose ids begin with these hexadecimal digits; how many."""
        return self._remove(lambda session, age: session.hex().startswith(digits.lower()))

    def _remove(self, over: Callable[[bytes, float], bool]) -> int:
        count, now = 0, time.monotonic()
        for number in range(self.sets):
            base = _FRONT + number * WAYS * ID
            if self._map[base : base + WAYS * ID].count(0) == WAYS * ID:
                continue
            with _Lock(self.descriptor, number):
                for way in range(WAYS):
                    at = base + way * ID
                    slot = self._data + (number * WAYS + way) * SLOT
                    session = self._map[at : at + ID]
                    if session != _BLANK and over(session, now - _HEAD.unpack_from(self._map, slot)[3]):
                        self._map[at : at + ID] = _BLANK
                        self._map[slot : slot + SLOT] = bytes(SLOT)
                        count += 1
        return count


def _ways(mask: int) -> list[int]:
    return [way for way in range(WAYS) if mask >> way & 1]


class _Lock:
    """A record lock on one byte, which stands for a set."""

    __slots__ = ("_at", "_descriptor")

    def __init__(self, descriptor: int, at: int) -> None:
        self._descriptor, self._at = descriptor, at

    def __enter__(self) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX, 1, self._at)

    def __exit__(self, *_: object) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, self._at)


class Member:
    """The segment as one server uses it. Only this server writes its counters."""

    __slots__ = ("_segment", "_words")

    def __init__(self, segment: Segment, words: memoryview[int]) -> None:
        self._segment, self._words = segment, words

    def get(self, session: bytes, tag: bytes) -> bytes | None:
        """The session stored under this id and tag; None if there is none, or it has expired."""
        data, old = self._segment.find(session, tag)
        words = self._words
        words[1] += 1
        if data is not None:
            words[2] += 1
        elif old:
            words[3] += 1
        return data

    def put(self, session: bytes, tag: bytes, data: bytes) -> bool:
        """Store it in place of the oldest of its set; False if it is too large."""
        evicted = self._segment.keep(session, tag, data)
        if evicted < 0:
            return False
        self._words[0] += 1
        self._words[4] += evicted
        return True

    def row(self, server: str) -> CacheRow:
        """The counters."""
        return CacheRow(server, *self._words)
