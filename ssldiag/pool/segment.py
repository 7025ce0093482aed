"""The segment: TLS sessions that all servers of a pool share, in one anonymous file that outlives each.

Sets of eight cells. A cell has a 32-byte session id in the index, and a slot for the session; a session that
is larger than a slot takes further cells of its set. Beside it stands when each cell of a set was filled, and
which cell its session begins in. Writers lock their set with a record lock, which the
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
from typing import Any
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
_COUNTED = MOST_SERVERS * _WORDS * 8
_BOOK = Struct(
    f"<{WAYS}d{WAYS}B"
)  # of a set: when each cell was filled (0: it is free), where its session begins
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
        books = _COUNTED + self.sets * _BOOK.size
        self._ids = (books + mmap.PAGESIZE - 1) // mmap.PAGESIZE * mmap.PAGESIZE
        self._data = self._ids + self.capacity * ID
        os.ftruncate(self.descriptor, self._ids + size)
        self._map = mmap.mmap(self.descriptor, self._ids + size)
        self._words = memoryview(self._map)[:_COUNTED].cast("q")

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
        base = self._ids + first * ID
        at = self._map.find(session, base, base + WAYS * ID)
        if at < 0 or (at - base) % ID:
            return None, False
        cell = (at - self._ids) // ID
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
        descriptor, number = self.descriptor, first // WAYS
        fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, number)
        try:
            at = _COUNTED + number * _BOOK.size
            book = list(_BOOK.unpack_from(self._map, at))
            born = time.monotonic()
            ways, evicted = self._make_room(first, book, session, -(-size // ROOM), born)
            self._write(first, ways, session, tag, data, born)
            for way in ways:
                book[way], book[WAYS + way] = born, ways[0]
            _BOOK.pack_into(self._map, at, *book)
            place = self._ids + (first + ways[0]) * ID
            self._map[place : place + ID] = session
        finally:
            fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, number)
        return evicted

    def _write(
        self, first: int, ways: list[int], session: bytes, tag: bytes, data: bytes, born: float
    ) -> None:
        whole, mask = self._map, sum(1 << way for way in ways[1:])
        checksum = crc32(data, crc32(session, crc32(tag)))
        for part, way in enumerate(ways):
            slot = self._data + (first + way) * SLOT
            piece = data[part * ROOM : (part + 1) * ROOM]
            _HEAD.pack_into(whole, slot, checksum, len(data), mask, born, tag)
            whole[slot + _HEAD.size : slot + _HEAD.size + len(piece)] = piece

    def _make_room(
        self, first: int, book: list[Any], session: bytes, count: int, now: float
    ) -> tuple[list[int], int]:
        """Free cells of a set for ``count`` parts (cells in rising order), and how many sessions went."""
        base, evicted = self._ids + first * ID, 0
        at = self._map.find(session, base, base + WAYS * ID)
        if at >= 0 and (at - base) % ID == 0:
            self._drop(base, book, (at - base) // ID)  # the same session once more
        while True:
            borns = book[:WAYS]
            oldest = min(borns)
            if oldest == 0.0 and (count == 1 or borns.count(0.0) >= count):
                return [way for way in range(WAYS) if borns[way] == 0.0][:count], evicted
            way = borns.index(min(each for each in borns if each))
            evicted += now - borns[way] <= self.life
            self._drop(base, book, book[WAYS + way])

    def _drop(self, base: int, book: list[Any], begins: int) -> None:
        """Free the cells of the session that begins in this one."""
        if begins < WAYS:  # what is damaged may say anything
            self._map[base + begins * ID : base + begins * ID + ID] = _BLANK
        for way in range(WAYS):
            if book[WAYS + way] == begins or way == begins:
                book[way], book[WAYS + way] = 0.0, way

    def listed(self) -> Iterator[Stored]:
        """Every session that has not expired: a snapshot that may be out of date as it is read."""
        now = time.monotonic()
        for cell in range(self.capacity):
            session = self._map[self._ids + cell * ID : self._ids + cell * ID + ID]
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

    def _remove(self, chosen: Callable[[bytes, float], bool]) -> int:
        count, now = 0, time.monotonic()
        for number in range(self.sets):
            at, base = _COUNTED + number * _BOOK.size, self._ids + number * WAYS * ID
            if not any(_BOOK.unpack_from(self._map, at)[:WAYS]):
                continue
            fcntl.lockf(self.descriptor, fcntl.LOCK_EX, 1, number)
            try:
                book = list(_BOOK.unpack_from(self._map, at))
                for way in range(WAYS):
                    session = self._map[base + way * ID : base + way * ID + ID]
                    if book[way] and book[WAYS + way] == way and chosen(session, now - book[way]):
                        self._drop(base, book, way)
                        count += 1
                _BOOK.pack_into(self._map, at, *book)
            finally:
                fcntl.lockf(self.descriptor, fcntl.LOCK_UN, 1, number)
        return count


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
