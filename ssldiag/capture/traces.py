"""Captures of other programs: DMPCMNTRC of IBM i, iptrace of AIX, snoop. Bytes of a file in, packets out.

Formats: snoop is RFC 1761; iptrace as Wireshark's reader knows it; DMPCMNTRC as the formatter of JTOpen knows
it. The clock of DMPCMNTRC may be off by a time zone.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from ssldiag.capture.limits import MAX_RECORD
from ssldiag.capture.opened import Bytes
from ssldiag.capture.repack import Packet, Trouble

SNOOP = b"snoop\0\0\0"
IPTRACE_1, IPTRACE_2 = b"iptrace 1.0", b"iptrace 2.0"
PROLOG = 256
_ETHERNET_LINE, _RING_LINE = 0xC3, 0xC5  # the letters C and E in EBCDIC
_ETHERNET, _RING, _FDDI, _LOOPBACK, _RAW = 1, 6, 10, 0, 101

_SNOOP_LINKS = {2: _RING, 4: _ETHERNET, 8: _FDDI}
_IF_TYPES = {6: _ETHERNET, 9: _RING, 15: _FDDI, 24: _RAW}
"""Interface types of RFC 1573, as AIX writes them. Its loopback has bare IP packets."""


class _Reader:
    def __init__(self, source: Bytes) -> None:
        self._source = source
        self.offset = 0

    def take(self, size: int, may_end: bool = False) -> bytes:
        """So many bytes; none at the end, where that is allowed."""
        room = bytearray(size)
        got = self._source.readinto(memoryview(room))
        if got < size and (got or not may_end):
            raise Trouble("the file ends inside a record", self.offset)
        self.offset += got
        return bytes(room[:got])

    def checked(self, size: int, least: int = 0) -> int:
        """A size that makes sense, or Trouble."""
        if not least <= size <= MAX_RECORD:
            raise Trouble(f"a record says that it has {size} bytes", self.offset)
        return size


def snoop(source: Bytes) -> Iterator[Packet]:
    """Solaris snoop (RFC 1761)."""
    reader = _Reader(source)
    kind = struct.unpack(">I", reader.take(16)[12:])[0]
    link = _SNOOP_LINKS.get(kind)
    if link is None:
        raise Trouble(f"the capture is of data links of type {kind}, which is not read", 12)
    while head := reader.take(24, may_end=True):
        wire, have, size, _, seconds, micro = struct.unpack(">IIIIII", head)
        data = reader.take(reader.checked(size - 24, reader.checked(have)))
        yield Packet(seconds * 10**9 + micro * 1000, link, data[:have], max(wire, have))


def iptrace(source: Bytes) -> Iterator[Packet]:
    """AIX iptrace 1.0 and 2.0: headers of 30 and 40 bytes."""
    reader = _Reader(source)
    newer = reader.take(len(IPTRACE_2)) == IPTRACE_2
    size = 40 if newer else 30
    while head := reader.take(size, may_end=True):
        length = struct.unpack(">I", head[:4])[0] - (32 if newer else 22)
        seconds, nano = struct.unpack(">II", head[32:40]) if newer else (*struct.unpack(">I", head[4:8]), 0)
        data = reader.take(reader.checked(length))
        link = _IF_TYPES.get(head[28], _ETHERNET)
        yield Packet(seconds * 10**9 + nano, link, data, len(data))


def is_dumped_trace(head: bytes) -> bool:
    """Whether a file begins like DMPCMNTRC FORMAT(*CMNTRC): EBCDIC words, then a record, and if there are
    more of them another one.
    """
    if len(head) < PROLOG + 24 or head[31] not in (_ETHERNET_LINE, _RING_LINE):
        return False
    if not all(byte == 0x40 or byte >= 0x4B for byte in head[:20]):
        return False
    at = PROLOG
    for _ in range(min(2, int.from_bytes(head[212:216], "big"))):
        if at + 24 > len(head):
            break
        size = int.from_bytes(head[at : at + 2], "big")
        if size < 24 or head[at + 12] not in b"\xe2\xd9SR":
            return False
        at += size
    return at > PROLOG


def dumped_trace(source: Bytes) -> Iterator[Packet]:
    """DMPCMNTRC FORMAT(*CMNTRC): a prolog of 256 bytes, then records of a frame header and a frame."""
    reader = _Reader(source)
    prolog = reader.take(PROLOG)
    link = _ETHERNET if prolog[31] == _ETHERNET_LINE else _RING
    left = struct.unpack(">I", prolog[212:216])[0]
    while left and (head := reader.take(24, may_end=True)):
        size = struct.unpack(">H", head[:2])[0]
        clock, length = struct.unpack_from(">QxH", head, 4)
        data = reader.take(reader.checked(size - 24))
        yield Packet(_moment(clock), link, data, max(length, len(data)))
        left -= 1


def _moment(clock: int) -> int:
    """Nanoseconds since 1970 of a time-of-day clock, by the constant that JTOpen uses."""
    micro = ((clock & 0x7FFFFFFFFFC00000) >> 16) // 64 * 1024 + 946_702_800_000_000
    return micro * 1000


BINARY: tuple[tuple[bytes, str, Callable[[Bytes], Iterator[Packet]]], ...] = (
    (SNOOP, "snoop", snoop),
    (IPTRACE_2, "iptrace", iptrace),
    (IPTRACE_1, "iptrace", iptrace),
)
"""Magic, name, reader."""
