"""The capture file of blocks (draft-ietf-opsawg-pcapng): where its packets lie, and of which interface.

Sections and interfaces are followed; blocks of other kinds are skipped, but TLS keys are kept
(Decryption Secrets Block, secrets type 0x544c534b).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from ssldiag.capture.batch import Framed
from ssldiag.capture.limits import MAX_INTERFACES, MAX_RECORD, MIB

SECTION, INTERFACE, OLD_PACKET, SIMPLE, ENHANCED, SECRETS = 0x0A0D0D0A, 1, 2, 3, 6, 10
MAGIC = b"\x0a\x0d\x0d\x0a"
_TLS_KEYS = 0x544C534B
MAX_KEYS = 2 * MIB  # of a key log: some 10,000 connections
_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_MAX_SKIPPED = 1 << 31  # bytes of a block that is not needed; beyond, the length is damage
PACKETS = (ENHANCED, OLD_PACKET, SIMPLE)
MAX_PACKET = MAX_RECORD + 128 * 1024  # with its options, each of at most 64 KiB
_MAX_KEPT = {INTERFACE: MAX_RECORD, SECRETS: MAX_KEYS, **dict.fromkeys(PACKETS, MAX_PACKET)}


@dataclass(frozen=True, slots=True)
class Interface:
    """What an Interface Description Block says. ``units`` is the number of time units in a second."""

    link: int
    snap: int
    units: float = 1e6
    offset: int = 0


Row = tuple[int, int, int, float, int]


@dataclass(slots=True)
class Pcapng:
    """How far the blocks were read: byte order and interfaces of the section, keys so far."""

    order: str = "<"
    interfaces: list[Interface] = field(default_factory=list)
    keys: bytearray = field(default_factory=bytearray)

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        """The packets of the blocks that lie wholly in ``data[at:end]``, up to where a new section begins."""
        marks, kinds, upto, problem = self.hop(data, at, end)
        rows = [self.row(data, mark, kind) for mark, kind in zip(marks, kinds, strict=True)]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(5)]
        starts, have, wire, time, link = columns
        return Framed(marks, starts, have, wire, time, link, upto, problem)

    def hop(self, data: bytearray, at: int, end: int) -> tuple[list[int], list[int], int, str]:
        """Where the blocks of packets begin, their types, where to go on, and what is wrong there."""
        marks: list[int] = []
        kinds: list[int] = []
        two = struct.Struct(self.order + "II").unpack_from
        problem = ""
        while at + 12 <= end and not problem:
            kind, size = two(data, at)
            if kind == SECTION:
                if marks:
                    break  # its byte order may be another one
                at, problem = self._section(data, at)
                two = struct.Struct(self.order + "II").unpack_from
                continue
            problem = wrong(kind, size)
            after = at + padded(size)
            if problem or (after > end and kind in _MAX_KEPT):
                break
            if kind in PACKETS:
                problem = self._described(data, at, kind)
                if not problem:
                    marks.append(at)
                    kinds.append(kind)
            else:
                problem = self.apply(data, at, kind, size)
            if not problem:
                at = after
        return marks, kinds, at, problem

    def preamble(self, data: bytearray) -> int | None:
        """Take in the blocks up to the first packet. Where it is, None if that cannot be told."""
        at = 0
        while at + 12 <= len(data):
            kind, size = struct.unpack_from(self.order + "II", data, at)
            if kind == SECTION and at == 0:
                at, problem = self._section(data, at)
                if problem:
                    return None
                continue
            if kind == SECTION or wrong(kind, size):
                return None
            if kind in PACKETS:
                return at
            if at + size > len(data) or self.apply(data, at, kind, size):
                return None
            at += padded(size)
        return None

    def apply(self, data: bytearray, at: int, kind: int, size: int) -> str:
        """Take in a block that is not a packet. What it says is wrong."""
        if kind == INTERFACE:
            if len(self.interfaces) >= MAX_INTERFACES:
                return f"a section has more than {MAX_INTERFACES} interfaces"
            self.interfaces.append(_interface(bytes(data[at + 8 : at + size - 4]), self.order))
        elif kind == SECRETS and size >= 20:
            secrets, length = struct.unpack_from(self.order + "II", data, at + 8)
            if secrets == _TLS_KEYS and len(self.keys) + length < MAX_KEYS:
                self.keys += data[at + 16 : at + min(16 + length, size - 4)] + b"\n"
        return ""

    def row(self, data: bytearray, at: int, kind: int) -> Row:
        """Where a block's packet begins, its sizes in the file and on the wire, its time and link type."""
        size: int = struct.unpack_from(self.order + "I", data, at + 4)[0]
        if kind == SIMPLE:
            wire: int = struct.unpack_from(self.order + "I", data, at + 8)[0]
            snap = self.interfaces[0].snap or wire
            return at + 12, min(wire, snap, size - 16), wire, 0.0, self.interfaces[0].link
        high, low, have, wire = struct.unpack_from(self.order + "IIII", data, at + 12)
        interface = self.interfaces[self._number(data, at, kind)]
        have = min(have, size - 32)
        time = float(high << 32 | low) / interface.units + interface.offset
        return at + 28, have, max(wire, have), time, interface.link

    def _number(self, data: bytearray, at: int, kind: int) -> int:
        code = {ENHANCED: "I", OLD_PACKET: "H"}.get(kind)
        return struct.unpack_from(self.order + code, data, at + 8)[0] if code else 0

    def _described(self, data: bytearray, at: int, kind: int) -> str:
        known = self._number(data, at, kind) < len(self.interfaces)
        return "" if known else "a packet is of an interface that nothing describes"

    def _section(self, data: bytearray, at: int) -> tuple[int, str]:
        order = _ORDERS.get(bytes(data[at + 8 : at + 12]))
        if order is None:
            return at, "a section header has no byte order"
        size: int = struct.unpack_from(order + "I", data, at + 4)[0]
        if not 28 <= size <= MAX_RECORD:
            return at, f"a section header says that it has {size} bytes"
        self.order = order
        self.interfaces = []
        return at + padded(size), ""


def padded(size: int) -> int:
    """The size up to the next multiple of four."""
    return (size + 3) & ~3


def wrong(kind: int, size: int) -> str:
    """What is wrong with a block of this type and size."""
    least = {ENHANCED: 32, OLD_PACKET: 32, SIMPLE: 16, INTERFACE: 20}.get(kind, 12)
    most = _MAX_KEPT.get(kind, _MAX_SKIPPED) if kind != SECRETS else _MAX_SKIPPED
    return "" if least <= size <= most else f"a block of type {kind} says that it has {size} bytes"


def _interface(body: bytes, order: str) -> Interface:
    link, _, snap = struct.unpack_from(order + "HHI", body)
    units, offset, at = 1e6, 0, 8
    while at + 4 <= len(body):
        code, length = struct.unpack_from(order + "HH", body, at)
        value = body[at + 4 : at + 4 + length]
        if code == 0:
            break
        if code == 9 and value:  # if_tsresol: a power of ten, or of two with the upper bit set
            power = value[0] & 0x7F
            units = 2.0**power if value[0] & 0x80 else 10.0**power
        elif code == 14 and len(value) == 8:  # if_tsoffset
            offset = struct.unpack(order + "q", value)[0]
        at += 4 + padded(length)
    return Interface(link, snap, units, offset)
