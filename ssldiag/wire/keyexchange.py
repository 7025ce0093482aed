"""ServerKeyExchange and CertificateVerify messages: the group, the size of a DH prime, the signature scheme.

RFC 5246 7.4.3, RFC 8422 5.4, RFC 4279 2 to 4, RFC 5489 2. Keys and signatures themselves are not read.
"""

from __future__ import annotations

from typing import NamedTuple

from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.numbers import TLS12
from ssldiag.wire.suites import suite

NAMED_CURVE = 3


class Exchange(NamedTuple):
    """What a ServerKeyExchange tells; None where it does not."""

    group: int | None = None
    dh_bits: int | None = None
    signature: int | None = None


def server_key_exchange(body: bytes, cipher: int | None, version: int, notes: list[str]) -> Exchange:
    """The message of a suite. Nothing is read if the suite is not known."""
    chosen = suite(cipher) if cipher is not None else None
    if chosen is None:
        return Exchange()
    read = Cursor(body)
    try:
        if chosen.authentication == "PSK":
            read.vector(2)  # the hint
        group = dh_bits = None
        if chosen.key_exchange in ("ECDHE", "ECDH"):
            kind, group = read.number(1), read.number(2)
            if kind != NAMED_CURVE:
                return Exchange()
            read.vector(1)
        elif chosen.key_exchange in ("DHE", "DH"):
            prime = read.vector(2)
            dh_bits = int.from_bytes(prime, "big").bit_length()
            read.vector(2)
            read.vector(2)
        else:
            return Exchange()
        signed = version >= TLS12 and chosen.authentication not in ("PSK", "anon") and read.left >= 4
        return Exchange(group, dh_bits, read.number(2) if signed else None)
    except Cut:
        notes.append("the ServerKeyExchange ends too early")
        return Exchange()


def certificate_verify(body: bytes, version: int) -> int | None:
    """The scheme of a CertificateVerify; before TLS 1.2 it does not say one."""
    if version < TLS12 or len(body) < 4:
        return None
    return int.from_bytes(body[:2], "big")
