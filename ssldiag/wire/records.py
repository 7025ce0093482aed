"""The record layer of one direction: bytes in as they come, records out (RFC 8446 5.1; SSL 2.0 5.1).

Application data are counted and not kept unless asked for, so a record costs memory only while it is not
whole. Bytes that are no record end the reading: what comes then is ``lost`` until :meth:`Records.resume` is
told of a place where records begin again.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from ssldiag.wire import ssl2

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA, HEARTBEAT = 20, 21, 22, 23, 24
SSL2_RECORD = -2
LOST = -1
"""Kinds of records beside those of TLS: a record of SSL 2.0; the end of what could be read."""

MAX_BODY = (1 << 14) + 2048
"""A record's body: 2^14 bytes and what encryption may add (RFC 5246 6.2.3; 256 in TLS 1.3)."""

Record = tuple[int, int, bytes, int]
"""Kind, version, body (empty if not kept), size of the body."""


_HEADER = Struct(">BHH").unpack_from


def is_header(data: bytes, at: int = 0) -> bool:
    """Whether the five bytes at ``at`` are the header of a TLS record that could be."""
    return (
        20 <= data[at] <= 24
        and data[at + 1] == 3
        and data[at + 2] <= 4
        and (data[at + 3] << 8 | data[at + 4]) <= MAX_BODY
    )


class Records:
    """The records of one direction. ``keep_data``: keep the bodies of application data too."""

    __slots__ = (
        "_body",
        "_need",
        "_pending",
        "_skip",
        "_skip_size",
        "_skip_version",
        "keep_data",
        "lost",
        "old",
        "old_for_good",
    )

    def __init__(self, old: bool = False) -> None:
        self.keep_data = False
        self.old = old  # the next record is one of SSL 2.0
        self.old_for_good = False
        self.lost = False
        self._pending = bytearray()
        self._need = 0
        self._skip = 0
        self._skip_size = 0
        self._skip_version = 0

    @property
    def inside(self) -> bool:
        """Whether the bytes so far end in the middle of a record."""
        return bool(self._pending) or self._skip > 0

    def feed(self, data: bytes) -> Iterator[Record]:
        """The records that ``data`` completes. A LOST one, with what could not be read, is the last."""
        if self._skip:
            if len(data) < self._skip:
                self._skip -= len(data)
                return
            data, self._skip = data[self._skip :], 0
            if self._skip_size >= 0:
                yield APPLICATION_DATA, self._skip_version, b"", self._skip_size
        if self._pending:
            self._pending += data
            if len(self._pending) < self._need:
                return
            data = bytes(self._pending)
            self._pending.clear()
        at = 0
        end = len(data)
        while True:
            if self.old and at < end:
                if end - at < 3:
                    self._wait(data, at, 3)
                    return
                if not self.old_for_good and 20 <= data[at] <= 24 and data[at + 1] == 3:
                    self.old = False
                    continue
                header, size, padding = ssl2.record_size(data, at)
                stop = at + header + size
                if stop > end:
                    self._wait(data, at, header + size)
                    return
                yield SSL2_RECORD, padding, data[at + header : stop], size
                at = stop
                continue
            if end - at < 5:
                if at < end:
                    self._wait(data, at, 5)
                return
            kind, version, size = _HEADER(data, at)
            if not 20 <= kind <= 24 or not 0x0300 <= version <= 0x0304 or size > MAX_BODY:
                self.lost = True
                yield LOST, 0, data[at:], end - at
                return
            stop = at + 5 + size
            if stop <= end:
                if kind != 23 or self.keep_data:
                    yield kind, version, data[at + 5 : stop], size
                else:
                    yield kind, version, b"", size
                at = stop
            elif kind == 23 and not self.keep_data:
                self._skip, self._skip_size, self._skip_version = stop - end, size, version
                return
            else:
                self._wait(data, at, 5 + size)
                return

    def _wait(self, data: bytes, at: int, need: int) -> None:
        self._pending += data[at:] if at else data
        self._need = need

    def hole(self, size: int | None) -> Record | None:
        """``size`` bytes are missing here. Tells of the record that is broken by it, or None if all is well.

        That is kind, version, first part of its body, and how many bytes of the body will not be seen. If the
        end of the record is known and lies behind the hole, records go on from there; else this direction is
        lost.
        """
        if size is not None and self._skip > size:
            self._skip -= size
            return None
        if self._skip:
            return self._hole_in_data(size)
        pending = bytes(self._pending)
        self._pending.clear()
        known = len(pending) >= 5 and is_header(pending) and not self.old
        if not known:
            self.lost = True
            return LOST, 0, pending, 0
        missing = 5 + (pending[3] << 8 | pending[4]) - len(pending)
        if size is None or size > missing:
            self.lost = True
        else:
            self._skip, self._skip_size = missing - size, -1  # passed over, not told as a record
        return pending[0], pending[1] << 8 | pending[2], pending[5:], missing

    def _hole_in_data(self, size: int | None) -> Record | None:
        """The hole reaches to the end of a record that is passed over, or beyond."""
        self.lost, self._skip = size != self._skip, 0
        if self._skip_size >= 0:
            return APPLICATION_DATA, self._skip_version, b"", self._skip_size
        return (LOST, 0, b"", 0) if self.lost else None

    def resume(self) -> None:
        """Records begin with the next byte."""
        self.lost = False
        self._pending.clear()
        self._skip = 0
        self.old = False
