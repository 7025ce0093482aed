"""What UDP carries, told by content: DTLS and QUIC, which are counted and not decoded."""

from __future__ import annotations

from typing import Literal

Datagram = Literal["dtls", "quic"]

DTLS_TYPES = (20, 26)
"""Content types of records, from change_cipher_spec to ack (RFC 6347 4.1, RFC 9147 4)."""

DTLS_VERSIONS = frozenset((0xFEFF, 0xFEFD, 0xFEFC, 0x0100))
DTLS_HEADER = 13

QUIC_VERSIONS = frozenset((1, 0x6B3343CF, 0x51303433, 0x51303436, 0x51303530, 0x54303530, 0x54303531))
"""Versions 1 (RFC 9000) and 2 (RFC 9369), and those of its inventor, Q043 and later."""

QUIC_DRAFTS = 0xFF0000
"""The first three bytes of the drafts' versions."""


def told(data: bytes | bytearray, at: int, end: int) -> Datagram | None:
    """The protocol of a datagram whose payload is ``data[at:end]``."""
    if end - at < 7:
        return None
    first = data[at]
    if DTLS_TYPES[0] <= first <= DTLS_TYPES[1]:
        version = data[at + 1] << 8 | data[at + 2]
        return "dtls" if version in DTLS_VERSIONS and end - at >= DTLS_HEADER else None
    version = int.from_bytes(data[at + 1 : at + 5], "big")
    known = version in QUIC_VERSIONS or version >> 8 == QUIC_DRAFTS
    return "quic" if first & 0xC0 == 0xC0 and known else None
