"""Makes the bytes of TLS and SSL 2.0 by hand: records, messages, hellos; and the events of a connection."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Closed, Data, Direction, Ended, Event, Gap, Opened, Quality
from ssldiag.wire.model import Endpoint, Handshake

Said = list[tuple[Direction, bytes]]
"""Who says what, in order."""

CLIENT, SERVER = Endpoint("192.0.2.1", 50000), Endpoint("192.0.2.2", 9476)
RANDOM_C, RANDOM_S = bytes(range(32)), bytes(range(32, 64))


def vector(width: int, data: bytes) -> bytes:
    """Data behind their length."""
    return len(data).to_bytes(width, "big") + data


def pairs(*numbers: int) -> bytes:
    """Two-byte numbers."""
    return struct.pack(f">{len(numbers)}H", *numbers)


def record(kind: int, body: bytes, version: int = 0x0303) -> bytes:
    """A TLS record."""
    return bytes((kind,)) + pairs(version) + vector(2, body)


def message(kind: int, body: bytes) -> bytes:
    """A handshake message."""
    return bytes((kind,)) + vector(3, body)


def handshake(kind: int, body: bytes, version: int = 0x0303) -> bytes:
    """A handshake message in a record of its own."""
    return record(22, message(kind, body), version)


def extension(number: int, body: bytes = b"") -> bytes:
    """An extension."""
    return pairs(number) + vector(2, body)


SNI = extension(0, vector(2, b"\0" + vector(2, b"tls.example.test")))
GROUPS = extension(10, vector(2, pairs(29, 23)))
POINTS = extension(11, vector(1, b"\0"))
SIGNATURES = extension(13, vector(2, pairs(0x0403, 0x0804)))
ALPN = extension(16, vector(2, vector(1, b"h2") + vector(1, b"http/1.1")))
VERSIONS = extension(43, vector(1, pairs(0x0304, 0x0303)))
SHARE = extension(51, vector(2, pairs(29) + vector(2, bytes(32))))


def client_hello(
    *extensions: bytes,
    version: int = 0x0303,
    ciphers: Sequence[int] = (0xC02F, 0x009C, 0x002F),
    session: bytes = b"",
) -> bytes:
    """The body of a ClientHello."""
    head = pairs(version) + RANDOM_C + vector(1, session) + vector(2, pairs(*ciphers)) + vector(1, b"\0")
    return head + (vector(2, b"".join(extensions)) if extensions else b"")


def server_hello(
    *extensions: bytes,
    version: int = 0x0303,
    cipher: int = 0xC02F,
    session: bytes = b"",
    random: bytes = RANDOM_S,
) -> bytes:
    """The body of a ServerHello."""
    head = pairs(version) + random + vector(1, session) + pairs(cipher) + b"\0"
    return head + (vector(2, b"".join(extensions)) if extensions else b"")


def certificates(*ders: bytes) -> bytes:
    """The body of a Certificate message up to TLS 1.2."""
    return vector(3, b"".join(vector(3, der) for der in ders))


def key_exchange() -> bytes:
    """The body of a ServerKeyExchange for ECDHE with X25519, signed with rsa_pss_rsae_sha256."""
    return b"\x03" + pairs(29) + vector(1, bytes(32)) + pairs(0x0804) + vector(2, bytes(64))


HELLO12 = handshake(1, client_hello(SNI, GROUPS, POINTS, SIGNATURES), 0x0301)
FLIGHT12 = (
    handshake(2, server_hello())
    + handshake(11, certificates(b"\x30\x03\x02\x01\x05", b"\x30\x00"))
    + handshake(12, key_exchange())
    + handshake(14, b"")
)
CHANGE = record(20, b"\x01")
FINISHED = record(22, bytes(8) + b"\xaa" * 32)
ANSWER12 = handshake(16, vector(1, bytes(32))) + CHANGE + FINISHED
END12 = CHANGE + FINISHED
DATA = record(23, b"\xbb" * 40)

FULL12: tuple[tuple[Direction, bytes], ...] = (
    ("a", HELLO12),
    ("b", FLIGHT12),
    ("a", ANSWER12),
    ("b", END12),
    ("a", DATA),
    ("b", DATA),
)
"""A whole TLS 1.2 handshake."""

HELLO13 = handshake(
    1, client_hello(SNI, GROUPS, SIGNATURES, VERSIONS, SHARE, ciphers=(0x1301, 0xC02F)), 0x0301
)
CHOICE13 = handshake(
    2,
    server_hello(
        extension(43, pairs(0x0304)), extension(51, pairs(29) + vector(2, bytes(32))), cipher=0x1301
    ),
)
FLIGHT13 = CHOICE13 + CHANGE + record(23, bytes(23)) + record(23, bytes(900)) + record(23, bytes(53))
FULL13: tuple[tuple[Direction, bytes], ...] = (
    ("a", HELLO13),
    ("b", FLIGHT13),
    ("a", CHANGE + record(23, bytes(53)) + DATA),
    ("b", DATA),
)


def old_client_hello(version: int = 0x0301, kinds: bytes = bytes.fromhex("00002f00000a010080")) -> bytes:
    """A ClientHello in the form of SSL 2.0, with its header."""
    body = b"\x01" + pairs(version, len(kinds), 0, 16) + kinds + bytes(range(16))
    return pairs(0x8000 | len(body)) + body


def long_client_hello(padding: int = 0, version: int = 0x0301) -> bytes:
    """The same behind a header of three bytes, with padding."""
    body = old_client_hello(version)[2:]
    return pairs(len(body) + padding) + bytes((padding,)) + body + bytes(padding)


def old_server_hello(der: bytes = b"\x30\x03\x02\x01\x05", hit: int = 0) -> bytes:
    """A ServerHello of SSL 2.0, with its header."""
    kinds = bytes.fromhex("010080")
    body = b"\x04" + bytes((hit, 1)) + pairs(2, len(der), len(kinds), 16) + der + kinds + bytes(16)
    return pairs(0x8000 | len(body)) + body


def old_record(body: bytes) -> bytes:
    """A record of SSL 2.0 with a header of two bytes."""
    return pairs(0x8000 | len(body)) + body


def events(said: Iterable[tuple[Direction, bytes]], size: int = 0, opened: bool = True) -> list[Event]:
    """The events of a connection that says this, in pieces of ``size`` bytes (0: as it stands)."""
    found: list[Event] = []
    if opened:
        found += [Opened("a", "syn", 1, 0.0), Opened("b", "syn_ack", 2, 0.01), Opened("a", "ack", 3, 0.02)]
    frame = 3
    for direction, data in said:
        for at in range(0, len(data), size or max(len(data), 1)):
            frame += 1
            found.append(Data(direction, data[at : at + size] if size else data, frame, frame / 100))
    return found


def closing(how: str, direction: Direction = "a", frame: int = 90) -> Closed:
    """A FIN or RST."""
    return Closed(direction, "rst" if how == "rst" else "fin", frame, frame / 100)


def gap(direction: Direction, size: int | None, frame: int = 50, cut: bool = False) -> Gap:
    """Bytes that are missing."""
    return Gap(direction, size, frame, frame / 100, cut)


def decode(
    told: Iterable[Event], quality: Quality | None = None, a: Endpoint = CLIENT, b: Endpoint = SERVER
) -> list[Handshake]:
    """The handshakes in these events."""
    conversation = Conversation("test.pcap", a, b)
    for event in told:
        conversation.feed(event)
    conversation.feed(Ended("capture", 99, 0.99))
    return conversation.result(quality or Quality())


def one(told: Iterable[Event], a: Endpoint = CLIENT, b: Endpoint = SERVER) -> Handshake:
    """The only handshake in these events."""
    (found,) = decode(told, a=a, b=b)
    return found


def decoded(*said: tuple[str, bytes]) -> Handshake:
    """The handshake in which a (client) and b (server) say this."""
    script: Said = [("a" if side == "a" else "b", data) for side, data in said]
    return one(events(script))


def types(handshake: Handshake) -> list[str]:
    """Who sent which message: ``c client_hello`` ..."""
    return [f"{item.side[0]} {item.type}" for item in handshake.messages]
