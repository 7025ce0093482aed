"""Packets from anywhere in, the bytes of a pcapng file out, so that all captures are read alike."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ssldiag.capture.limits import MAX_RECORD
from ssldiag.capture.opened import Bytes

_SECTION = struct.pack("<IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28)
_NANOSECONDS = struct.pack("<HHI", 9, 1, 9) + bytes(4)


class Packet(NamedTuple):
    """A packet: nanoseconds since 1970, a LINKTYPE number, its bytes, and how many there were on the wire."""

    time: int
    link: int
    data: bytes
    wire: int


class Trouble(Exception):
    """A capture makes no sense any more: why, and at which byte of the file."""

    def __init__(self, why: str, offset: int) -> None:
        super().__init__(why)
        self.offset = offset


class Repacked(Bytes):
    """A file as if it were pcapng. ``damage`` and ``damage_at`` tell what a :class:`Trouble` said."""

    def __init__(self, source: Bytes, packets: Iterator[Packet]) -> None:
        self._source = source
        self._blocks = _blocks(packets)
        self._ahead = b""

    @property
    def taken(self) -> int:
        return self._source.taken

    def close(self) -> None:
        self._source.close()

    def _more(self, view: memoryview) -> int:
        try:
            block = next(self._blocks, b"")
        except Trouble as trouble:
            self.damage, self.damage_at = str(trouble), trouble.offset
            return 0
        if not block and self._source.damage:
            self.damage = self._source.damage
        size = min(len(block), len(view))
        view[:size] = block[:size]
        self._ahead = block[size:]
        return size


def _blocks(packets: Iterator[Packet]) -> Iterator[bytes]:
    yield _SECTION
    links: dict[int, int] = {}
    for packet in packets:
        if packet.link not in links:
            links[packet.link] = len(links)
            yield _block(1, struct.pack("<HHI", packet.link, 0, 0) + _NANOSECONDS)
        data = packet.data[:MAX_RECORD]
        time = max(packet.time, 0)
        head = (links[packet.link], time >> 32 & 0xFFFFFFFF, time & 0xFFFFFFFF, len(data), packet.wire)
        yield _block(6, struct.pack("<IIIII", *head) + data + bytes(-len(data) % 4))


def _block(kind: int, body: bytes) -> bytes:
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)
