"""What two ends of a TCP connection say in, segments, IP packets and frames out. Same words, same bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Literal

from tests.pcaps import ACK, FIN, PSH, START, SYN, alert, flight, hello
from tests.wire.bytesmith import ANSWER12, CHANGE, FINISHED, record

Who = Literal["c", "s"]
Said = tuple[Who, bytes]
Packet = tuple[int, bytes]
"""Nanoseconds since 1970, and the bytes of a frame or of an IP packet."""

SECOND = 1_000_000_000
MILLISECOND = 1_000_000
BEGIN = int(START) * SECOND
CERTIFICATE = b"\x30\x82\x04\x00" + bytes(range(256)) * 4
"""No certificate that can be read, but bytes of which each shows where it belongs."""

DATA = record(23, b"\xbb" * 40)
GOOD: tuple[Said, ...] = (
    ("c", hello()),
    ("s", flight(CERTIFICATE)),
    ("c", ANSWER12),
    ("s", CHANGE + FINISHED),
    ("c", DATA),
    ("s", DATA),
)
"""A handshake of TLS 1.2 that completes, and a record of data each."""

SHORT: tuple[Said, ...] = (("c", hello("a")), ("s", alert(40)))
"""One in few bytes, for tests that take each of them."""

REFUSED: tuple[Said, ...] = (("c", hello()), ("s", flight(CERTIFICATE)), ("c", alert(48)))
"""One that the client ends: it does not know the CA."""


@dataclass(frozen=True)
class Ends:
    """Who speaks with whom."""

    client: str = "192.0.2.7"
    client_port: int = 50123
    server: str = "192.0.2.10"
    server_port: int = 992

    def of(self, who: Who) -> tuple[bytes, int, bytes, int]:
        """Source and target, address and port each, of what this side sends."""
        client = ip_address(self.client).packed, self.client_port
        server = ip_address(self.server).packed, self.server_port
        return (*client, *server) if who == "c" else (*server, *client)


ENDS = Ends()
ENDS6 = Ends("2001:db8::7", 50123, "2001:db8::10", 992)


@dataclass(frozen=True)
class Segment:
    """A TCP segment; ``time`` in nanoseconds."""

    who: Who
    seq: int
    ack: int
    flags: int
    data: bytes = b""
    time: int = BEGIN

    @property
    def size(self) -> int:
        """How far it moves the sequence number on."""
        return len(self.data) + bool(self.flags & SYN) + bool(self.flags & FIN)

    def part(self, start: int, stop: int) -> Segment:
        """Some of its bytes, as a segment by themselves."""
        return replace(self, seq=self.seq + start, data=self.data[start:stop])


def spoken(
    said: Iterable[Said],
    *,
    isns: tuple[int, int] = (1000, 5000),
    mss: int = 0,
    opened: bool = True,
    closed: bool = True,
    start: int = BEGIN,
    step: int = MILLISECOND,
) -> list[Segment]:
    """The segments of a connection, ``step`` apart; what is said in pieces of ``mss`` bytes (0: whole)."""
    found: list[Segment] = []
    following: dict[Who, int] = {"c": isns[0], "s": isns[1]}

    def add(who: Who, flags: int, data: bytes = b"") -> None:
        other: Who = "s" if who == "c" else "c"
        ack = following[other] if flags & ACK else 0
        segment = Segment(who, following[who], ack, flags, data, start + len(found) * step)
        following[who] += segment.size
        found.append(segment)

    if opened:
        add("c", SYN)
        add("s", SYN | ACK)
        add("c", ACK)
    for who, data in said:
        for at in range(0, len(data), mss or max(len(data), 1)):
            add(who, PSH | ACK, data[at : at + mss] if mss else data)
    if closed:
        add("c", FIN | ACK)
        add("s", FIN | ACK)
        add("c", ACK)
    return found


def at_times(segments: Iterable[Segment], start: int = BEGIN, step: int = MILLISECOND) -> list[Segment]:
    """The same segments, now as many milliseconds apart as they come here."""
    return [replace(segment, time=start + index * step) for index, segment in enumerate(segments)]


def tcp(segment: Segment, ends: Ends = ENDS) -> bytes:
    """The segment with its header, without checksum."""
    _, sport, _, dport = ends.of(segment.who)
    seq, ack = segment.seq & 0xFFFFFFFF, segment.ack & 0xFFFFFFFF
    return struct.pack(">HHIIBBHHH", sport, dport, seq, ack, 0x50, segment.flags, 64240, 0, 0) + segment.data


def ipv4(
    payload: bytes,
    protocol: int = 6,
    source: bytes = b"\xc0\0\2\7",
    target: bytes = b"\xc0\0\2\x0a",
    *,
    options: bytes = b"",
    identification: int = 0,
    fragment: int = 0x4000,
    total: int | None = None,
) -> bytes:
    """An IPv4 packet, without checksum."""
    size = 20 + len(options)
    length = size + len(payload) if total is None else total
    first = 0x40 | size // 4
    head = struct.pack(">BBHHHBBH", first, 0, length, identification, fragment, 64, protocol, 0)
    return head + source + target + options + payload


def ipv6(
    payload: bytes,
    protocol: int = 6,
    source: bytes = bytes.fromhex("20010db8000000000000000000000007"),
    target: bytes = bytes.fromhex("20010db8000000000000000000000010"),
    *,
    headers: bytes = b"",
    length: int | None = None,
) -> bytes:
    """An IPv6 packet; ``protocol`` is that of the first of the extension headers, if any."""
    size = len(headers) + len(payload) if length is None else length
    return struct.pack(">IHBB", 0x60000000, size, protocol, 64) + source + target + headers + payload


def ip(segment: Segment, ends: Ends = ENDS) -> bytes:
    """The segment in a packet of IPv4 or IPv6, whichever the addresses are."""
    source, _, target, _ = ends.of(segment.who)
    pack = ipv4 if len(source) == 4 else ipv6
    return pack(tcp(segment, ends), 6, source, target)


def udp(payload: bytes, target: int, source: int = 49152) -> bytes:
    """A UDP datagram, without checksum."""
    return struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload


def ethernet(payload: bytes, kind: int | None = None) -> bytes:
    """An Ethernet frame; its type is told by the version of the IP packet inside, if it is not given."""
    if kind is None:
        kind = 0x0800 if payload[0] >> 4 == 4 else 0x86DD
    return bytes.fromhex("020000000001020000000002") + kind.to_bytes(2, "big") + payload


def packets(segments: Iterable[Segment], ends: Ends = ENDS) -> list[Packet]:
    """IP packets."""
    return [(segment.time, ip(segment, ends)) for segment in segments]


def frames(segments: Iterable[Segment], ends: Ends = ENDS) -> list[Packet]:
    """Ethernet frames."""
    return [(time, ethernet(packet)) for time, packet in packets(segments, ends)]


def merged(*connections: Sequence[Packet]) -> list[Packet]:
    """Packets of several connections in order of time."""
    return sorted((packet for found in connections for packet in found), key=lambda packet: packet[0])
