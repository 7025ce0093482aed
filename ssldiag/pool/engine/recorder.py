"""A capture file of connections, made from what went through TLS sockets: no rights are needed for it.

Ethernet, IP and TCP are made up (addresses and ports are the true ones), with sequence numbers, checksums
and times that fit. Several processes may append to one file: each packet is one write.
Format: draft-ietf-opsawg-pcap, link type Ethernet.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import time
from collections.abc import Callable

_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1)
_RECORD = struct.Struct("<IIII")
_TCP = struct.Struct("!HHIIBBHHH")
_IP4 = struct.Struct("!BBHHHBBH4s4s")
_IP6 = struct.Struct("!IHBB16s16s")

SEGMENT = 16_384
"""Bytes of data in a packet: less than IP's 65,535, and a full record needs two."""

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
_WINDOW = 65_535
_MASK = 0xFFFFFFFF
_CLIENT, _SERVER = b"\x02\x00\x00\x00\x00\x01", b"\x02\x00\x00\x00\x00\x02"

Address = tuple[str, int]


class PcapFile:
    """An open capture. Trouble with the file ends the recording, and is told once."""

    def __init__(self, path: str, tell: Callable[[str], None]) -> None:
        self._tell = tell
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        if os.fstat(self._file).st_size == 0:
            os.write(self._file, _HEADER)
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def add(self, packet: bytes) -> None:
        """Append a packet with the time of now."""
        if self._file < 0:
            return
        micros = time.time_ns() // 1000
        head = _RECORD.pack(micros // 1_000_000, micros % 1_000_000, len(packet), len(packet))
        try:
            os.write(self._file, head + packet)
        except OSError as error:
            self._tell(f"DTCSSLT12W Recording stopped: {error.strerror}")
            self.close()

    def close(self) -> None:
        """Close it; nothing is written any more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class Tap:
    """One connection in a capture. The client's side has sequence numbers from 0, the server's from 0."""

    def __init__(self, file: PcapFile, client: Address, server: Address) -> None:
        self._file = file
        self._ends = {"recv": client, "send": server}
        self._next = {"recv": 0, "send": 0}
        self._over: set[str] = set()
        self._packet("recv", SYN)
        self._packet("send", SYN | ACK)
        self._packet("recv", ACK)

    def raw(self, direction: str, data: bytes) -> None:
        """Bytes on the wire."""
        if direction not in self._over:
            for at in range(0, len(data), SEGMENT):
                self._packet(direction, PSH | ACK, data[at : at + SEGMENT])

    def ended(self, direction: str) -> None:
        """A FIN, once a direction."""
        if direction not in self._over:
            self._packet(direction, FIN | ACK)
            self._over.add(direction)

    def close(self) -> None:
        """Both directions are over."""
        self.ended("send")
        self.ended("recv")

    def _heard(self, direction: str) -> int:
        """Up to where the other side acknowledges what this one sent: all of it."""
        return self._next[direction]

    def _packet(self, direction: str, flags: int, data: bytes = b"") -> None:
        other = "send" if direction == "recv" else "recv"
        source, target = self._ends[direction], self._ends[other]
        acknowledged = self._heard(other) if flags & ACK else 0
        segment = _TCP.pack(
            source[1], target[1], self._next[direction], acknowledged, 5 << 4, flags, _WINDOW, 0, 0
        )
        self._next[direction] = (self._next[direction] + len(data) + bool(flags & (SYN | FIN))) & _MASK
        macs = (_SERVER + _CLIENT) if direction == "recv" else (_CLIENT + _SERVER)
        self._file.add(macs + in_ip(source[0], target[0], segment + data))


def in_ip(source: str, target: str, segment: bytes) -> bytes:
    """A TCP segment in an IP packet with the type field of Ethernet in front; checksums are filled in."""
    if ":" in source or ":" in target:
        ends = _inet6(source), _inet6(target)
        head = b"\x86\xdd" + _IP6.pack(6 << 28, len(segment), 6, 64, *ends)
        pseudo = b"".join(ends) + struct.pack("!II", len(segment), 6)
    else:
        ends = _inet(source), _inet(target)
        fields = [0x45, 0, 20 + len(segment), 0, 0x4000, 64, 6, 0, *ends]
        fields[7] = checksum(_IP4.pack(*fields))
        head = b"\x08\x00" + _IP4.pack(*fields)
        pseudo = b"".join(ends) + struct.pack("!HH", 6, len(segment))
    total = checksum(pseudo + segment)
    return head + segment[:16] + struct.pack("!H", total) + segment[18:]


def checksum(data: bytes) -> int:
    """The internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _inet(text: str) -> bytes:
    try:
        return socket.inet_pton(socket.AF_INET, text)
    except OSError:
        return socket.inet_aton("127.0.0.1")


def _inet6(text: str) -> bytes:
    try:
        return socket.inet_pton(socket.AF_INET6, text.partition("%")[0])
    except OSError:
        return socket.inet_pton(socket.AF_INET6, f"::ffff:{text or '127.0.0.1'}")
