"""Plain text of a connection in turns: what one side said until the other did."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.wire.events import Direction
from ssldiag.wire.starttls_binary import Turn

MAX_BYTES = 16 * 1024
"""Kept of each direction. The way to TLS is shorter: a long greeting and a list of capabilities are 4 KiB."""

MAX_TURNS = 400
"""A dialogue has some ten before TLS begins; thousands of turns of one byte are not listened to."""


class Turns:
    """Collects turns; gives them as (direction, bytes)."""

    __slots__ = ("_left_out", "_sizes", "_turns")

    def __init__(self) -> None:
        self._turns: list[tuple[Direction, bytearray]] = []
        self._sizes = {"a": 0, "b": 0}
        self._left_out = {"a": 0, "b": 0}

    def __len__(self) -> int:
        return len(self._turns)

    def add(self, direction: Direction, data: bytes) -> None:
        """More of what this direction says."""
        kept = data[: MAX_BYTES - self._sizes[direction]]
        if self._turns and self._turns[-1][0] == direction:
            self._turns[-1][1].extend(kept)
        elif kept and len(self._turns) < MAX_TURNS:
            self._turns.append((direction, bytearray(kept)))
        else:
            kept = b""
        self._sizes[direction] += len(kept)
        self._left_out[direction] += len(data) - len(kept)

    def cut(self, direction: Direction, size: int) -> None:
        """The last ``size`` bytes of this direction were no plain text after all."""
        size -= min(size, self._left_out[direction])
        for index in range(len(self._turns) - 1, -1, -1):
            side, said = self._turns[index]
            if side == direction and size:
                gone = min(size, len(said))
                del said[len(said) - gone :]
                size -= gone
                if not said:
                    del self._turns[index]
                if not size:
                    return

    def __iter__(self) -> Iterator[Turn]:
        return ((direction, bytes(said)) for direction, said in self._turns)
