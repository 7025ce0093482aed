"""A capture in, a pcap file out: its TCP packets with stand-ins for addresses, and no content but hellos.

Of each direction of a connection, the first bytes are put together and read as TLS records. What stays:
record and message headers, ClientHello and ServerHello without random numbers, session ids and tickets, with
a stand-in for the server name, and alerts in clear. Everything else, certificates too, is zeros, so sizes and
times stay as they were.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple

from ssldiag.bundle.redact import Redactor
from ssldiag.capture.limits import NotACapture
from ssldiag.capture.opened import Member
from ssldiag.capture.packets import batches, open_capture
from ssldiag.capture.plain import PlainSegmenter
from ssldiag.capture.segments import ACK, SYN, Segments
from ssldiag.model import Source
from ssldiag.wire.model import Endpoint

LINKTYPE_RAW = 101
HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, LINKTYPE_RAW)

FIRST = 65_536
"""Bytes of one direction that are read: a handshake with a long chain has 10,000."""

STREAMS = 20_000
"""Directions that are read; packets of others go in without any content."""

RECORD = 5
CHANGE, ALERT, HANDSHAKE = 20, 21, 22
CLIENT_HELLO, SERVER_HELLO = 1, 2
SERVER_NAME = 0

KEPT_EXTENSIONS = frozenset((1, 5, 10, 11, 13, 16, 22, 23, 43, 45, 49, 50, 51, 65281))
"""Extensions (IANA registry of TLS ExtensionType values) whose content stays: offers and ephemeral shares."""

RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random number of a HelloRetryRequest (RFC 8446 4.1.3), which says what the message is."""


class Packet(NamedTuple):
    """A TCP segment as it is needed here; ``have`` bytes of ``size`` are in the capture."""

    time: float
    source: Endpoint
    target: Endpoint
    flags: int
    seq: int
    ack: int
    size: int
    payload: bytes


def packets(source: Source) -> Iterator[Packet]:
    """The TCP segments of a capture, in its order; nothing where it is none. Raises OSError."""
    try:
        reading = open_capture(Member(source.path, source.opener, source.size))
    except NotACapture:
        return
    segmenter = PlainSegmenter(0, 0.0)
    for batch in batches(reading):
        found: Segments = segmenter.segments(batch).sifted()
        for i in range(len(found)):
            ends = found.ends(i)
            payload = found.payload(i, int(found.have[i]))
            numbers = (int(found.flags[i]), int(found.seq[i]), int(found.ack[i]), int(found.size[i]))
            yield Packet(float(found.time[i]), *ends, *numbers, payload)


Direction = tuple[Endpoint, Endpoint]


class _Stream:
    """The first bytes of one direction, as far as they are there without a gap."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.data = bytearray()

    def add(self, seq: int, payload: bytes) -> None:
        at = (seq - self.start) & 0xFFFFFFFF
        if at <= len(self.data) < min(FIRST, at + len(payload)):
            self.data += payload[len(self.data) - at :][: FIRST - len(self.data)]


def cut(source: Source, redactor: Redactor) -> Iterator[bytes]:
    """The pieces of the pcap file."""
    streams: dict[Direction, list[_Stream]] = {}
    for packet in packets(source):
        key = packet.source, packet.target
        known = streams.setdefault(key, []) if len(streams) < STREAMS else streams.get(key)
        if known is None:
            continue
        if packet.flags & SYN or not known:
            known.append(_Stream(packet.seq + bool(packet.flags & SYN) & 0xFFFFFFFF))
        if packet.payload:
            known[-1].add(packet.seq, packet.payload)
    clean = {
        key: [(one.start, cleaned(bytes(one.data), redactor)) for one in found]
        for key, found in streams.items()
    }
    yield HEADER
    turn: dict[Direction, int] = {}
    for packet in packets(source):
        key = packet.source, packet.target
        if packet.flags & SYN:
            turn[key] = turn.get(key, -1) + 1
        found = clean.get(key, [])
        number = max(turn.get(key, 0), 0)
        start, data = found[number] if number < len(found) else (0, b"")
        at = (packet.seq - start) & 0xFFFFFFFF
        payload = data[at : at + len(packet.payload)].ljust(len(packet.payload), b"\0")
        yield _record(packet, payload, redactor)


def _record(packet: Packet, payload: bytes, redactor: Redactor) -> bytes:
    """A packet as pcap has it: an IP header, a TCP header, the payload. Checksums are left at 0."""
    source, target = (redactor.words.ip(end.ip) for end in (packet.source, packet.target))
    flags = packet.flags & 0xFF
    ports, ack = (packet.source.port, packet.target.port), packet.ack if flags & ACK else 0
    tcp = struct.pack(">HHIIBBHHH", *ports, packet.seq, ack, 0x50, flags, 65_535, 0, 0)
    size = len(tcp) + packet.size
    if ":" in source:
        ends = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, target)
        ip = struct.pack(">IHBB", 0x60000000, min(size, 65_535), 6, 64) + ends
    else:
        ends = socket.inet_aton(source) + socket.inet_aton(target)
        ip = struct.pack(">BBHHHBBH", 0x45, 0, min(size + 20, 65_535), 0, 0, 64, 6, 0) + ends
    whole = ip + tcp + payload
    seconds, rest = divmod(max(packet.time, 0.0), 1)
    wire = len(ip) + size
    return struct.pack("<IIII", int(seconds) & 0xFFFFFFFF, int(rest * 1e6), len(whole), wire) + whole


def cleaned(data: bytes, redactor: Redactor) -> bytes:
    """The bytes of one direction with zeros for all that does not stay."""
    made = bytearray(len(data))
    at = data.find(b"\x16\x03")
    handshake: list[int] = []
    clear = True
    while at >= 0 and at + RECORD <= len(data):
        kind, major, size = data[at], data[at + 1], int.from_bytes(data[at + 3 : at + 5], "big")
        if kind not in (CHANGE, ALERT, HANDSHAKE, 23) or major != 3:
            break
        made[at : at + RECORD] = data[at : at + RECORD]
        body, end = at + RECORD, min(at + RECORD + size, len(data))
        if kind == CHANGE or (kind == ALERT and clear and size == 2):
            made[body:end] = data[body:end]
        if kind == HANDSHAKE and clear:
            handshake.extend(range(body, end))
        clear = clear and kind != CHANGE
        at = end if end == body + size else -1
    _messages(data, made, handshake, redactor)
    return bytes(made)


def _messages(data: bytes, made: bytearray, places: list[int], redactor: Redactor) -> None:
    """Copy message headers and cleaned hellos; ``places`` are where the bytes of the handshake stand."""
    text = bytes(data[place] for place in places)
    at = 0
    while at + 4 <= len(text):
        kind, size = text[at], int.from_bytes(text[at + 1 : at + 4], "big")
        body = text[at + 4 : at + 4 + size]
        if kind in (CLIENT_HELLO, SERVER_HELLO) and len(body) == size:
            body = hello(kind, body, redactor)
        else:
            body = bytes(len(body))
        for place, octet in zip(places[at:], text[at : at + 4] + body, strict=False):
            made[place] = octet
        at += 4 + size


def hello(kind: int, body: bytes, redactor: Redactor) -> bytes:
    """A hello without random numbers, ids, tickets and names; as long as before, zeros where it is broken."""
    made = bytearray(len(body))
    made[:2] = body[:2]
    if kind == SERVER_HELLO and body[2:34] == RETRY:
        made[2:34] = RETRY
    if len(body) < 35:
        return bytes(made)
    made[34] = body[34]
    at = 35 + body[34]
    if kind == CLIENT_HELLO:
        ciphers = int.from_bytes(body[at : at + 2], "big") + 2
        compression = at + ciphers
        end = compression + 1 + (body[compression] if compression < len(body) else 0)
    else:
        end = at + 3
    made[at:end] = body[at:end]
    made[end : end + 2] = body[end : end + 2]
    at = end + 2
    while at + 4 <= len(body):
        number, size = struct.unpack(">HH", body[at : at + 4])
        content = body[at + 4 : at + 4 + size]
        if number == SERVER_NAME:
            content = server_name(content, redactor)
        elif number not in KEPT_EXTENSIONS:
            content = bytes(len(content))
        made[at : at + 4 + len(content)] = body[at : at + 4] + content
        at += 4 + size
    return bytes(made[: len(body)])


def server_name(content: bytes, redactor: Redactor) -> bytes:
    """The list of one name (RFC 6066 3) with a stand-in that is cut or filled to the same length."""
    name = content[5:]
    made = redactor.words.host(name.decode("ascii", "replace")).encode("ascii", "replace")
    if made == name and "hosts" not in redactor.keep:
        made = b"x" * len(name)
    return content[:5] + made[: len(name)].ljust(len(name), b"x")
