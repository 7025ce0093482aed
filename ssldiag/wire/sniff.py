"""Where TLS begins: bytes in, whether they start like TLS or SSL 2.0, or where in plain text a hello begins.

A judgement needs few bytes, so that it comes out the same however the bytes were cut into segments.
"""

from __future__ import annotations

import re
from enum import Enum

from ssldiag.wire import ssl2
from ssldiag.wire.number_tables import HANDSHAKE_TYPES
from ssldiag.wire.records import ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, is_header


class Start(Enum):
    """What the first bytes of a direction are."""

    UNKNOWN = "too few bytes to tell"
    TLS = "a TLS record"
    OLD = "an SSL 2.0 record"
    PLAIN = "neither"


HEAD = 13
"""No judgement needs more bytes than this (the head of an SSL 2.0 ServerHello)."""

_OLD_HEADS = {1: (ssl2.HEAD, ssl2.is_client_hello), 4: (HEAD, ssl2.is_server_hello), 0: (5, ssl2.is_error)}


def start(data: bytes) -> Start:
    """What a stream that begins with ``data`` is."""
    first = data[0]
    if 20 <= first <= 24:
        return _tls(data)
    if first & 0x80:
        return _old(data)
    return _old_and_long(data) if first <= ssl2.LONG_FIRST else Start.PLAIN


def _tls(data: bytes) -> Start:
    if len(data) >= 6:
        return Start.TLS if is_header(data) and _sensible(data, 0) else Start.PLAIN
    if len(data) > 1 and (data[1] != 3 or (len(data) > 2 and data[2] > 4)):
        return Start.PLAIN
    return Start.UNKNOWN


def _sensible(data: bytes, at: int) -> bool:
    """Whether kind, size and first byte of a record in the clear or of one that is encrypted go together."""
    kind, size = data[at], data[at + 3] << 8 | data[at + 4]
    if kind == HANDSHAKE:
        return size > 0 and (data[at + 5] in HANDSHAKE_TYPES or size >= 16)
    if kind == ALERT:
        return size == 2 or size >= 16
    if kind == CHANGE_CIPHER_SPEC:
        return size == 1
    return True


def _old(data: bytes) -> Start:
    if len(data) < 3:
        return Start.UNKNOWN
    need, check = _OLD_HEADS.get(data[2], (0, None))
    if check is None:
        return Start.PLAIN
    if len(data) < need:
        return Start.UNKNOWN
    return Start.OLD if check(data, 0) else Start.PLAIN


def _old_and_long(data: bytes) -> Start:
    """A ClientHello of SSL 2.0 whose header has three bytes; what is none shows by the fourth byte mostly."""
    if len(data) < 4:
        return Start.UNKNOWN
    if data[3] != ssl2.CLIENT_HELLO or (len(data) > 4 and data[4] not in (0, 3)):
        return Start.PLAIN
    if len(data) < ssl2.LONG_HEAD:
        return Start.UNKNOWN
    return Start.OLD if ssl2.is_long_client_hello(data) else Start.PLAIN


_HELLO = re.compile(rb"\x16\x03[\x00-\x04](?=(?:[\x00-\x48]|\Z))|[\x80-\xff](?=(?:.\x01|.\Z|\Z))", re.DOTALL)
_ALERT = re.compile(rb"\x15\x03[\x00-\x04]\x00\x02[\x01\x02]", re.DOTALL)
_HEADER = re.compile(rb"[\x14-\x18]\x03[\x00-\x04][\x00-\x48]")


def find_hello(data: bytes) -> tuple[int, Start]:
    """Where in ``data`` a ClientHello or ServerHello begins, and of which kind.

    (position, UNKNOWN) where the bytes end before it is clear: what is before the position is plain. (length,
    PLAIN) where there is none.
    """
    for match in _HELLO.finditer(data):
        at = match.start()
        kind = hello_at(data, at)
        if kind is not Start.PLAIN:
            return at, kind
    tail = data.rfind(b"\x16", max(0, len(data) - 2))  # the beginning of a header may be all there is
    if tail >= 0 and data[tail:] in (b"\x16", b"\x16\x03"):
        return tail, Start.UNKNOWN
    return len(data), Start.PLAIN


def hello_at(data: bytes, at: int) -> Start:
    """Whether the hello that seems to begin at ``at`` is one; UNKNOWN if the bytes do not tell yet."""
    left = len(data) - at
    if data[at] == HANDSHAKE:
        if left < 6:
            return Start.UNKNOWN
        size = data[at + 3] << 8 | data[at + 4]
        if not is_header(data, at) or data[at + 5] not in (1, 2) or size == 0:
            return Start.PLAIN
        if size < 6:
            return Start.TLS  # a hello cut into tiny records
        if left < 11:
            return Start.UNKNOWN
        length = int.from_bytes(data[at + 6 : at + 9], "big")
        version = data[at + 9]
        return Start.TLS if 34 <= length < 1 << 18 and version in (3, 0x7F, 0x7E, 0xFB) else Start.PLAIN
    if left < 3:
        return Start.UNKNOWN
    if data[at + 2] != 1:
        return Start.PLAIN
    if left < ssl2.HEAD:
        return Start.UNKNOWN
    return Start.OLD if ssl2.is_client_hello(data, at) else Start.PLAIN


def find_alert(data: bytes) -> int:
    """Where a TLS alert in the clear begins, -1 if nowhere."""
    match = _ALERT.search(data)
    return match.start() if match else -1


def find_records(data: bytes) -> int:
    """Where in a segment records begin again after a loss, -1 if it cannot be told.

    A header counts if it is the first thing of the segment, or if its record ends with the segment or before
    another header.
    """
    for match in _HEADER.finditer(data):
        at = match.start()
        if at + 5 > len(data) or not is_header(data, at):
            continue
        stop = at + 5 + (data[at + 3] << 8 | data[at + 4])
        if at + 6 <= len(data) and not _sensible(data, at):
            continue
        if at == 0 or stop == len(data) or (stop + 5 <= len(data) and is_header(data, stop)):
            return at
    return -1


def in_clear(body: bytes) -> bool:
    """Whether the body of a handshake record can be messages in the clear, where it is not known if keys are
    in use.

    Known types, and lengths that fit the record exactly or go beyond it with a type that is often so large.
    An explicit nonce of zeros must not pass as a row of HelloRequests (RFC 5288 3).
    """
    at, end = 0, len(body)
    while end - at >= 4:
        kind, size = body[at], int.from_bytes(body[at + 1 : at + 4], "big")
        if kind not in HANDSHAKE_TYPES or (kind == 0 and (size or end != 4)):
            return False
        at += 4 + size
        if at > end:
            return kind in _LARGE and size < 1 << 18
    return at == end and end > 0


_LARGE = frozenset((1, 2, 11, 12, 13, 22, 25))
