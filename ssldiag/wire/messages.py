"""Handshake messages of one direction: bodies of handshake records in, messages out (RFC 8446 4 and 5.1).

A message may be spread over records, and a record may hold several. What is larger than ``limit`` is passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator

Part = tuple[int, bytes, int]
"""Type, body, size. A body shorter than its size was too large to keep, or broken by a hole."""

LIMIT = 1 << 24
"""No message is larger than three bytes of length can say. Certificate messages of 300 KB are in use."""


class Messages:
    """Puts messages together. ``limit`` bounds what is kept of one."""

    __slots__ = ("_limit", "_need", "_pending", "_skip")

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._pending = bytearray()
        self._need = 4
        self._skip = 0

    @property
    def inside(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._pending) or self._skip > 0

    def alone(self, data: bytes) -> bool:
        """Whether a record's body is one whole message, as most are: then there is no need to ``feed`` it."""
        size = len(data) - 4
        return (
            0 <= size <= self._limit
            and int.from_bytes(data[1:4], "big") == size
            and not self._pending
            and not self._skip
        )

    def feed(self, data: bytes) -> Iterator[Part]:
        """The messages that a record's body completes."""
        if self._skip:
            if len(data) <= self._skip:
                self._skip -= len(data)
                return
            data, self._skip = data[self._skip :], 0
        if self._pending:
            self._pending += data
            if len(self._pending) < self._need:
                return
            data = bytes(self._pending)
            self._pending.clear()
        at, end = 0, len(data)
        while end - at >= 4:
            kind = data[at]
            size = int.from_bytes(data[at + 1 : at + 4], "big")
            stop = at + 4 + size
            if size > self._limit:
                self._skip = max(stop - end, 0)
                yield kind, b"", size
            elif stop > end:
                break
            else:
                yield kind, data[at + 4 : stop], size
            at = min(stop, end)
        self._need = 4 if end - at < 4 else 4 + int.from_bytes(data[at + 1 : at + 4], "big")
        self._pending += data[at:]

    def hole(self, missing: int | None) -> Part | None:
        """``missing`` bytes of handshake records will not be seen (None: not known how many).

        The message that is broken by it, if its type is known. Messages go on behind it if its end is known.
        """
        if missing is not None and self._skip >= missing:
            self._skip -= missing
            return None
        pending, self._skip = bytes(self._pending), 0
        self._pending.clear()
        if len(pending) < 4:
            return None
        size = int.from_bytes(pending[1:4], "big")
        left = 4 + size - len(pending)
        if missing is not None and left >= missing:
            self._skip = left - missing
        return pending[0], pending[4:], size

    def drop(self) -> None:
        """What is there of a message is forgotten."""
        self._pending.clear()
        self._skip = 0
