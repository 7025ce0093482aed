"""TLS inside TDS packets (Microsoft SQL Server): the packets' payload out (MS-TDS 2.2.3, 2.2.6.5).

The handshake travels in PRELOGIN packets; when it is over, TLS records follow each other without packets.
"""

from __future__ import annotations

from collections.abc import Iterator

PRELOGIN, ANSWER = 0x12, 0x04
HEAD = 9


def starts(data: bytes) -> bool:
    """Whether :data:`HEAD` bytes begin a PRELOGIN packet: type, last-of-message, sane length, and an option's
    token (or a TLS record) first.
    """
    size = data[2] << 8 | data[3]
    return data[0] == PRELOGIN and data[1] in (0, 1) and 8 < size <= 4096 and data[8] in (0x00, 0x01, 0x16)


class Packets:
    """The payloads of one direction's packets. Each is told as (whether it is TLS, bytes)."""

    __slots__ = ("_left", "_pending", "_raw", "_tls")

    def __init__(self) -> None:
        self._pending = b""
        self._left = 0
        self._raw = False
        self._tls: bool | None = None

    def feed(self, data: bytes) -> Iterator[tuple[bool, bytes]]:
        """What ``data`` holds of payloads."""
        data = self._pending + data
        self._pending = b""
        at, end = 0, len(data)
        while at < end:
            if self._raw:
                yield True, data[at:]
                return
            if self._left:
                piece = data[at : at + self._left]
                if self._tls is None:
                    self._tls = 0x14 <= piece[0] <= 0x18
                yield self._tls, piece
                self._left -= len(piece)
                at += len(piece)
                continue
            if 0x14 <= data[at] <= 0x18:
                self._raw = True
                continue
            if end - at < 8:
                self._pending = data[at:]
                return
            self._left = max((data[at + 2] << 8 | data[at + 3]) - 8, 0)
            if self._tls is not True:
                self._tls = None
            at += 8
