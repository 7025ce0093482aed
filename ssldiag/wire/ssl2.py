"""SSL 2.0 hellos: whether bytes are one, and what it says. The draft is Hickman, The SSL Protocol (1995); the
form in which newer clients use it is RFC 5246 E.2.
"""

from __future__ import annotations

from dataclasses import replace

from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.model import Hello

CLIENT_HELLO, SERVER_HELLO, ERROR = 1, 4, 0
MAX_RECORD = 32767
"""A two-byte header holds no larger length."""

# Challenges have 16 to 32 bytes, session and connection ids 16; a little more does no harm, but bytes that
# are no hello must not look like one.
_MAX_CHALLENGE = 64
_MAX_SESSION_ID = 32
_VERSIONS = frozenset((0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304))

HEAD = 11
"""So many bytes of a stream tell whether it starts with an SSL 2.0 ClientHello (two of header, nine of
message).
"""

LONG_HEAD = 12
"""The same where the header has three bytes, the last of which says how much padding there is."""

LONG_FIRST = 7
"""The first byte of such a header is no more where the record has less than 2048 bytes: room for 600 kinds of
ciphers. Larger ones are letters, digits and the types of TLS records.
"""


def record_size(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """Header size, body size and padding of the record at ``at``; needs three bytes."""
    first, second = data[at], data[at + 1]
    if first & 0x80:
        return 2, (first & 0x7F) << 8 | second, 0
    return 3, (first & 0x3F) << 8 | second, data[at + 2]


def is_client_hello(data: bytes, at: int = 0) -> bool:
    """Whether the :data:`HEAD` bytes at ``at`` are the head of a ClientHello: all its lengths add up."""
    if data[at] & 0x80 == 0:
        return False
    return _is_client_hello(data, at + 2, (data[at] & 0x7F) << 8 | data[at + 1])


def _is_client_hello(data: bytes, at: int, size: int) -> bool:
    """Whether the message of ``size`` bytes at ``at`` is a ClientHello."""
    version, kinds, session, challenge = (
        int.from_bytes(data[at + place : at + place + 2], "big") for place in (1, 3, 5, 7)
    )
    return (
        data[at] == CLIENT_HELLO
        and version in _VERSIONS
        and kinds % 3 == 0
        and kinds > 0
        and session <= _MAX_SESSION_ID
        and 1 <= challenge <= _MAX_CHALLENGE
        and size == 9 + kinds + session + challenge
    )


def is_long_client_hello(data: bytes) -> bool:
    """Whether the :data:`LONG_HEAD` bytes at the start are the head of a ClientHello whose header has three
    bytes.
    """
    _, size, padding = record_size(data)
    return data[0] <= LONG_FIRST and _is_client_hello(data, 3, size - padding)


def is_padded_hello(body: bytes, padding: int) -> bool:
    """Whether a padded record is a ClientHello: all other padded ones are encrypted."""
    return len(body) >= LONG_HEAD - 3 and _is_client_hello(body, 0, len(body) - padding)


def is_server_hello(data: bytes, at: int = 0) -> bool:
    """Whether the 13 bytes at ``at`` are the head of a ServerHello of SSL 2.0."""
    if data[at] & 0x80 == 0 or data[at + 2] != SERVER_HELLO:
        return False
    size = (data[at] & 0x7F) << 8 | data[at + 1]
    parts = sum(int.from_bytes(data[at + place : at + place + 2], "big") for place in (7, 9, 11))
    return data[at + 3] <= 1 and data[at + 5 : at + 7] == b"\x00\x02" and size == 11 + parts


def is_error(data: bytes, at: int = 0) -> bool:
    """Whether the five bytes at ``at`` are an ERROR message (``80 03 00`` and a code)."""
    return data[at : at + 4] == b"\x80\x03\x00\x00" and data[at + 4] in (1, 2, 4, 6)


def _kinds(data: bytes) -> tuple[int, ...]:
    whole = len(data) - len(data) % 3
    return tuple(int.from_bytes(data[at : at + 3], "big") for at in range(0, whole, 3))


def client_hello(body: bytes, frame: int, time: float, notes: list[str]) -> Hello:
    """A ClientHello from its record's body. What is cut off becomes a note, the hello is then partial."""
    read = Cursor(body, 1)
    version, ciphers, session, challenge, cut = 0, b"", b"", b"", False
    try:
        version, sizes = read.number(2), [read.number(2) for _ in range(3)]
        ciphers, session, challenge = (read.take(size) for size in sizes)
    except Cut:
        cut = True
        notes.append("the SSL 2.0 ClientHello is shorter than its lengths say")
    hello = Hello(
        "sslv2", version, None, challenge, session, _kinds(ciphers), (), frame=frame, time=time, raw=body[1:]
    )
    return replace(hello, partial=True) if cut else hello


def server_hello(body: bytes, frame: int, time: float, notes: list[str]) -> tuple[Hello, bytes, bool]:
    """A ServerHello of SSL 2.0, the certificate in it (may be empty) and whether it resumes a session."""
    read = Cursor(body, 1)
    hit, version, der, ciphers, connection, cut = False, 0x0002, b"", b"", b"", False
    try:
        hit, _ = read.number(1) != 0, read.number(1)
        version, sizes = read.number(2), [read.number(2) for _ in range(3)]
        der, ciphers, connection = (read.take(size) for size in sizes)
    except Cut:
        cut = True
        notes.append("the SSL 2.0 ServerHello is shorter than its lengths say")
    hello = Hello(
        "sslv2", version, None, connection, b"", _kinds(ciphers), (), frame=frame, time=time, raw=body[1:]
    )
    return (replace(hello, partial=True) if cut else hello), der, hit
