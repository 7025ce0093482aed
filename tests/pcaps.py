"""Captures made for tests: what two sides say, as a pcap file of Ethernet frames. Same words, same bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address
from typing import Any

from tests.wire.bytesmith import (
    ANSWER12,
    CHANGE,
    FINISHED,
    certificates,
    client_hello,
    extension,
    handshake,
    pairs,
    record,
    server_hello,
    vector,
)

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC).timestamp()

Said = tuple[str, bytes]
"""Who speaks (``c`` or ``s``), and what; or ``fin`` or ``rst`` as the words ``c-fin``, ``s-rst``."""


@dataclass(frozen=True)
class Connection:
    """A TCP connection. ``said`` in order; each piece is a packet, each a millisecond later."""

    said: tuple[Said, ...]
    client: str = "192.0.2.7"
    client_port: int = 50123
    server: str = "192.0.2.10"
    server_port: int = 992
    start: float = START
    opened: bool = True


@dataclass
class _Side:
    address: bytes
    port: int
    next: int
    acked: int = 0


@dataclass
class _Writer:
    packets: list[tuple[float, bytes]] = field(default_factory=list)

    def connection(self, told: Connection) -> None:
        client = _Side(IPv4Address(told.client).packed, told.client_port, 1000)
        server = _Side(IPv4Address(told.server).packed, told.server_port, 5000)
        self.time = told.start
        if told.opened:
            self.packet(client, server, SYN)
            self.packet(server, client, SYN | ACK)
            self.packet(client, server, ACK)
        for who, data in told.said:
            one, other = (client, server) if who.startswith("c") else (server, client)
            flags = {"fin": FIN | ACK, "rst": RST | ACK}.get(who[2:], PSH | ACK)
            self.packet(one, other, flags, data)

    def packet(self, one: _Side, other: _Side, flags: int, data: bytes = b"") -> None:
        ack = other.next if flags & ACK else 0
        tcp = struct.pack(">HHIIBBHHH", one.port, other.port, one.next, ack, 0x50, flags, 64240, 0, 0) + data
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0)
        frame = bytes(12) + b"\x08\x00" + head + one.address + other.address + tcp
        one.next += len(data) + bool(flags & (SYN | FIN))
        self.packets.append((self.time, frame))
        self.time += 0.001


def pcap(*connections: Connection, snap: int = 65535) -> bytes:
    """The capture, in order of time."""
    writer = _Writer()
    for told in connections:
        writer.connection(told)
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snap, 1)]
    for time, frame in sorted(writer.packets, key=lambda item: item[0]):
        kept = frame[:snap]
        parts += [struct.pack("<IIII", int(time), round(time % 1 * 1e6), len(kept), len(frame)), kept]
    return b"".join(parts)


def hello(name: str = "telnet.example.test", ciphers: Iterable[int] = (0xC02F, 0x002F, 0x0035)) -> bytes:
    """A ClientHello of TLS 1.2 for this server name."""
    sni = extension(0, vector(2, b"\0" + vector(2, name.encode("utf-8", "surrogateescape"))))
    groups, points = extension(10, vector(2, pairs(23, 24))), extension(11, vector(1, b"\0"))
    signatures = extension(13, vector(2, pairs(0x0401, 0x0403)))
    return handshake(1, client_hello(sni, groups, points, signatures, ciphers=tuple(ciphers)), 0x0301)


def flight(*ders: bytes, cipher: int = 0x0035) -> bytes:
    """ServerHello, Certificate and ServerHelloDone with RSA key exchange."""
    return handshake(2, server_hello(cipher=cipher)) + handshake(11, certificates(*ders)) + handshake(14, b"")


def alert(code: int, level: int = 2) -> bytes:
    """An alert in clear."""
    return record(21, bytes((level, code)))


def completed(*ders: bytes, name: str = "telnet.example.test", **where: Any) -> Connection:
    """A handshake that completes, and some data."""
    data = record(23, b"\xbb" * 40)
    said = (
        ("c", hello(name)),
        ("s", flight(*ders)),
        ("c", ANSWER12),
        ("s", CHANGE + FINISHED),
        ("c", data),
        ("s", data),
        ("c-fin", b""),
        ("s-fin", b""),
    )
    return Connection(said, **where)


def refused(code: int, *ders: bytes, name: str = "telnet.example.test", **where: Any) -> Connection:
    """A handshake that the client ends with an alert upon the certificate."""
    said = (("c", hello(name)), ("s", flight(*ders)), ("c", alert(code)), ("c-fin", b""), ("s-fin", b""))
    return Connection(said, **where)


def no_cipher(ciphers: Iterable[int], **where: Any) -> Connection:
    """A handshake that the server refuses for its suites."""
    said = (("c", hello(ciphers=ciphers)), ("s", alert(40)), ("s-fin", b""), ("c-fin", b""))
    return Connection(said, **where)
