"""A reader of numbers and vectors that never reads past the end: :class:`Cut` says where the bytes ran out.

Cut is caught where messages are taken apart and becomes an oddity; it does not leave :mod:`ssldiag.wire`.
"""

from __future__ import annotations

import struct


class Cut(Exception):
    """A value begins inside the data but ends outside; ``at`` is where it begins."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Cursor:
    """Reads ``data`` from ``at`` up to ``end`` (all of it unless told), big-endian."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int = 0, end: int | None = None) -> None:
        self.data = data
        self.at = at
        self.end = len(data) if end is None else min(end, len(data))

    @property
    def left(self) -> int:
        """How many bytes there are still."""
        return self.end - self.at

    def number(self, size: int) -> int:
        """An unsigned number of ``size`` bytes."""
        at = self.at
        stop = at + size
        if stop > self.end:
            raise Cut(at)
        self.at = stop
        return int.from_bytes(self.data[at:stop], "big")

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        at = self.at
        stop = at + size
        if stop > self.end:
            raise Cut(at)
        self.at = stop
        return self.data[at:stop]

    def vector(self, width: int) -> bytes:
        """Bytes that follow their length, a number of ``width`` bytes (RFC 8446 3.4)."""
        at = self.at
        start = at + width
        if start > self.end:
            raise Cut(at)
        stop = start + int.from_bytes(self.data[at:start], "big")
        if stop > self.end:
            raise Cut(at)
        self.at = stop
        return self.data[start:stop]

    def rest(self) -> bytes:
        """All that is left."""
        at = self.at
        self.at = self.end
        return self.data[at : self.end]


def pairs(data: bytes) -> tuple[int, ...]:
    """The two-byte numbers that ``data`` is made of; a last odd byte is left out."""
    return struct.unpack(f">{len(data) >> 1}H", data[: len(data) & ~1])
