"""One direction of a TCP connection: what sequence number comes next, and what waits behind a hole.

The first copy of a byte counts, as with most receivers. Knows nothing of events.
"""

from __future__ import annotations

from bisect import bisect_right

from ssldiag.capture.limits import GRACE, MAX_PENDING
from ssldiag.wire.events import Direction

_WRAP = 0xFFFFFFFF
_HALF = 0x80000000

Piece = tuple[int, int, bytes | None, int, float]
"""Bytes that wait behind a hole: position, end, the bytes or None where the capture cut them, frame, time."""


class Stream:
    """One direction. ``next`` is the sequence number expected, None before anything is known; ``position``
    counts the bytes delivered, ``bytes`` those seen. ``acked`` is what this side last acknowledged of the
    other's, ``fin`` where its FIN is, with frame and time. ``doubted``: its SYNs had different
    numbers.
    """

    __slots__ = (
        *("acked", "bytes", "closed", "doubted", "fin", "grace", "held", "isn", "next"),
        *("pieces", "position", "reset", "seen", "word"),
    )

    def __init__(self, word: Direction) -> None:
        self.word: Direction = word
        self.next: int | None = None
        self.isn: int | None = None
        self.acked: int | None = None
        self.position = 0
        self.bytes = 0
        self.pieces: list[Piece] = []
        self.held = 0
        self.grace = GRACE
        self.fin: tuple[int, int, float] | None = None
        self.closed = False
        self.doubted = False
        self.reset = False
        self.seen = False

    @property
    def hides(self) -> bool:
        """Whether something waits behind a hole."""
        return bool(self.pieces) or (self.fin is not None and not self.closed)

    @property
    def hole(self) -> int:
        """How large the first hole is."""
        if self.pieces:
            return self.pieces[0][0] - self.position
        return self.fin[0] - self.position if self.fin else 0

    def expect(self, isn: int) -> None:
        """A SYN was seen."""
        self.doubted |= self.isn not in (None, isn)
        self.isn = isn
        self.next = (isn + 1) & _WRAP

    def begin(self, seq: int, acked: int | None) -> None:
        """The first bytes, and no SYN was seen: what the other side acknowledged before them tells where they
        should have begun.
        """
        before = (seq - acked) & _WRAP if acked is not None else 0
        self.next = acked if before <= MAX_PENDING and acked is not None else seq

    def ahead(self, seq: int) -> int:
        """How far a sequence number lies beyond the one expected; negative if before it (RFC 9293 3.4)."""
        if self.next is None:
            return 0
        delta = (seq - self.next) & _WRAP
        return delta if delta < _HALF else delta - _WRAP - 1

    def advance(self, size: int) -> None:
        """So many bytes were delivered, or given up."""
        assert self.next is not None
        self.next = (self.next + size) & _WRAP
        self.position += size

    def keep(self, start: int, data: bytes, missing: int, frame: int, time: float) -> int:
        """Keep bytes that lie behind a hole, where none are kept yet. How many were there already."""
        old = 0
        end = start + len(data)
        old += self._keep(start, end, data, frame, time)
        if missing:
            old += self._keep(end, end + missing, None, frame, time)
        return old

    def _keep(self, start: int, end: int, data: bytes | None, frame: int, time: float) -> int:
        pieces, at, old = self.pieces, start, 0
        index = bisect_right(pieces, start, key=_position)
        if index and pieces[index - 1][1] > start:
            index -= 1
        while at < end:
            stop = pieces[index][0] if index < len(pieces) else end
            if at < stop:
                stop = min(stop, end)
                part = data[at - start : stop - start] if data is not None else None
                pieces.insert(index, (at, stop, part, frame, time))
                self.held += stop - at if data is not None else 0
                at, index = stop, index + 1
            elif index < len(pieces):
                after = min(pieces[index][1], end)
                old += max(0, after - at)
                at, index = max(at, after), index + 1
        return old


def _position(piece: Piece) -> int:
    return piece[0]
