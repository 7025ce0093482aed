"""Packets in, the bytes of capture files out: pcap and pcapng in their variants."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from tests.capture.makers import SECOND, Packet

ETHERNET, RAW, LOOPBACK, COOKED, COOKED2 = 1, 101, 0, 113, 276

PCAP_MAGICS = {
    ("<", 1_000_000): 0xA1B2C3D4,
    (">", 1_000_000): 0xA1B2C3D4,
    ("<", SECOND): 0xA1B23C4D,
    (">", SECOND): 0xA1B23C4D,
}
"""Byte order and units of a second: the magic number."""


def pcap(
    packets: Iterable[Packet],
    link: int = ETHERNET,
    *,
    order: str = "<",
    units: int = 1_000_000,
    snap: int = 65535,
    magic: int | None = None,
    extra: bytes = b"",
) -> bytes:
    """A classic capture; ``extra`` is behind the 16 bytes of each record's header."""
    number = PCAP_MAGICS[order, units] if magic is None else magic
    parts = [struct.pack(order + "IHHiIII", number, 2, 4, 0, 0, snap, link)]
    for time, data in packets:
        kept = data[:snap]
        fraction = time % SECOND * units // SECOND
        head = struct.pack(order + "IIII", time // SECOND, fraction, len(kept), len(data))
        parts += [head, extra, kept]
    return b"".join(parts)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """A pcapng block."""
    size = len(body) + 12
    return struct.pack(order + "II", kind, size) + body + struct.pack(order + "I", size)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    """An option of a block, padded."""
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def section(order: str = "<") -> bytes:
    """A Section Header Block of unknown length."""
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int = ETHERNET, order: str = "<", *, snap: int = 0, options: bytes = b"") -> bytes:
    """An Interface Description Block."""
    return block(1, struct.pack(order + "HHI", link, 0, snap) + options, order)


def enhanced(
    packet: Packet,
    number: int = 0,
    order: str = "<",
    *,
    ticks: int = 1_000_000,
    snap: int = 1 << 18,
    options: bytes = b"",
) -> bytes:
    """An Enhanced Packet Block; ``ticks`` is how many there are in a second."""
    time, data = packet
    clock, kept = time * ticks // SECOND, data[:snap]
    head = struct.pack(order + "IIIII", number, clock >> 32, clock & 0xFFFFFFFF, len(kept), len(data))
    return block(6, head + kept + bytes(-len(kept) % 4) + options, order)


def obsolete(packet: Packet, number: int = 0, order: str = "<") -> bytes:
    """A Packet Block, as before the enhanced one."""
    time, data = packet
    clock = time // 1000
    head = struct.pack(order + "HHIIII", number, 0, clock >> 32, clock & 0xFFFFFFFF, len(data), len(data))
    return block(2, head + data + bytes(-len(data) % 4), order)


def simple(data: bytes, order: str = "<", *, snap: int = 1 << 18) -> bytes:
    """A Simple Packet Block."""
    kept = data[:snap]
    return block(3, struct.pack(order + "I", len(data)) + kept + bytes(-len(kept) % 4), order)


def pcapng(packets: Iterable[Packet], link: int = ETHERNET, order: str = "<") -> bytes:
    """One section, one interface, enhanced packets."""
    blocks = (enhanced(packet, order=order) for packet in packets)
    return section(order) + interface(link, order) + b"".join(blocks)


def records(data: bytes, order: str = "<") -> list[tuple[int, int]]:
    """Where the records of a classic capture begin and end."""
    found, at = [], 24
    while at < len(data):
        end = at + 16 + struct.unpack_from(order + "I", data, at + 8)[0]
        found.append((at, end))
        at = end
    return found


def blocks(data: bytes, order: str = "<") -> list[tuple[int, int, int]]:
    """Type, beginning and end of the blocks of a pcapng file."""
    found, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from(order + "II", data, at)
        found.append((kind, at, at + size))
        at += size
    return found


def cut_at(packets: Sequence[Packet], size: int) -> list[Packet]:
    """Packets that are no longer than this, on the wire either."""
    return [(time, data[:size]) for time, data in packets]
