"""The words that all processes of a pool share: who takes new connections, and how many each has.

One anonymous file of 64-bit words, mapped by the stack and inherited by every server. Each word has one
writer, so nothing is locked but the choice of the turn. A connection that the stack hands over is counted by
the stack (``handed``), one that a server accepts itself by that server (``taken``), its end by the server
(``closed``); what a server has at the moment is ``handed + taken - closed``.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager

MOST_SERVERS = 100
"""Servers of one pool: CP pools may be larger, but a segment of 3,000 sessions is served by 5."""

NOBODY = MOST_SERVERS
"""The turn of no server: all Active ones are full, or there is none."""

_COLUMNS = ("active", "handed", "taken", "closed", "peak", "total", "failed")
_HEAD = 8
_WORDS = _HEAD + len(_COLUMNS) * MOST_SERVERS
TURN, PER_SERVER, MAX_SESSIONS, CACHE_ON, HELD, CONNECTIONS = range(6)


class Control:
    """The shared words. ``words`` is indexed by the constants of this module or through the columns."""

    def __init__(self, servers: int, descriptor: int | None = None) -> None:
        if not 0 < servers <= MOST_SERVERS:
            raise ValueError(f"a pool has 1 to {MOST_SERVERS} servers, not {servers}")
        self.servers = servers
        self.descriptor = os.memfd_create("ssldiag-control") if descriptor is None else descriptor
        os.ftruncate(self.descriptor, _WORDS * 8)
        self._map = mmap.mmap(self.descriptor, _WORDS * 8)
        self.words = memoryview(self._map).cast("q")
        for index, name in enumerate(_COLUMNS):
            start = _HEAD + index * MOST_SERVERS
            setattr(self, name, self.words[start : start + MOST_SERVERS])
        if descriptor is None:
            self.words[TURN] = NOBODY

    active: memoryview[int]
    handed: memoryview[int]
    taken: memoryview[int]
    closed: memoryview[int]
    peak: memoryview[int]
    total: memoryview[int]
    failed: memoryview[int]

    def current(self, index: int) -> int:
        """Sessions that a server has."""
        return self.handed[index] + self.taken[index] - self.closed[index]

    def all_current(self) -> int:
        """Sessions that the pool has."""
        return sum(self.current(index) for index in range(self.servers))

    def first_with_room(self) -> int:
        """The first Active server below its limit; NOBODY if there is none, or MAXSESSIONS is reached
        (z/VM TCP/IP Planning and Customization, "Configuring the SSL server": first active server first).
        """
        words, limit = self.words, self.words[PER_SERVER]
        if self.all_current() >= words[MAX_SESSIONS]:
            return NOBODY
        for index in range(self.servers):
            if self.active[index] and self.current(index) < limit:
                return index
        return NOBODY

    @contextmanager
    def choosing(self) -> Iterator[None]:
        """Hold the lock under which the turn is chosen; the kernel drops it when its holder dies."""
        fcntl.lockf(self.descriptor, fcntl.LOCK_EX, 1, 0)
        try:
            yield
        finally:
            fcntl.lockf(self.descriptor, fcntl.LOCK_UN, 1, 0)

    def choose(self) -> int:
        """Choose and publish whose turn it is; call it with the books changed."""
        with self.choosing():
            self.words[TURN] = turn = self.first_with_room()
        return turn

    def numbers(self, count: int = 1) -> range:
        """So many connection numbers that no other process has or gets."""
        with self.choosing():
            first = self.words[CONNECTIONS] + 1
            self.words[CONNECTIONS] += count
        return range(first, first + count)

    def clear(self, index: int) -> None:
        """Forget the sessions of a server that is gone: its connections went with it."""
        self.active[index] = self.handed[index] = self.taken[index] = self.closed[index] = 0
