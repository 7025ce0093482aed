"""Key exchange groups: a public key for a ClientHello, and the secret from the server's answer.

Elliptic curves are those of ``cryptography``, loaded on first use; finite fields are computed here. Groups
that cannot be computed (post-quantum hybrids, old curves) can still be asked for by name, without a share.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

X25519, X448, P256, P384, P521 = 0x001D, 0x001E, 0x0017, 0x0018, 0x0019
FFDHE = {0x0100: (2048, 560316), 0x0101: (3072, 2625351), 0x0102: (4096, 5736041), 0x0103: (6144, 15705020)}
FFDHE[0x0104] = (8192, 10965728)
"""Group -> bits and the number X of its prime (RFC 7919 A)."""

CURVES: Mapping[int, str] = {
    0x0013: "SECP192R1",
    0x0015: "SECP224R1",
    0x0016: "SECP256K1",
    P256: "SECP256R1",
    P384: "SECP384R1",
    P521: "SECP521R1",
    0x001A: "BrainpoolP256R1",
    0x001B: "BrainpoolP384R1",
    0x001C: "BrainpoolP512R1",
    0x001F: "BrainpoolP256R1",
    0x0020: "BrainpoolP384R1",
    0x0021: "BrainpoolP512R1",
}
"""Group -> class of ``cryptography``'s ``ec`` module."""

MAX_PRIME_BITS = 16_384
"""Larger primes of a server are not computed with: OpenSSL refuses those above 10,000 bits."""


class BadShare(ValueError):
    """The peer's public key is none."""


class Share(NamedTuple):
    """One key pair. ``secret`` makes the shared secret of the peer's public key; raises BadShare."""

    group: int
    public: bytes
    secret: Callable[[bytes], bytes]


def share(group: int) -> Share | None:
    """A new key pair of a group; None where it cannot be computed."""
    if group in (X25519, X448):
        return _montgomery(group)
    if group in CURVES:
        return _curve(group)
    if group in FFDHE:
        bits, number = FFDHE[group]
        public, secret = finite(prime(bits, number), 2)
        return Share(group, public, secret)
    return None


def _montgomery(group: int) -> Share:
    """RFC 7748, RFC 8446 7.4.2."""
    from cryptography.hazmat.primitives.asymmetric import x448, x25519

    kinds: tuple[Any, Any] = (
        (x25519.X25519PrivateKey, x25519.X25519PublicKey)
        if group == X25519
        else (x448.X448PrivateKey, x448.X448PublicKey)
    )
    own = kinds[0].generate()

    def secret(peer: bytes) -> bytes:
        try:
            found: bytes = own.exchange(kinds[1].from_public_bytes(peer))
        except Exception as error:  # whatever the library says of it, the peer's key is none
            raise BadShare(f"the server's key is none of group {group}") from error
        return found

    return Share(group, own.public_key().public_bytes_raw(), secret)


def _curve(group: int) -> Share | None:
    """RFC 8446 4.2.8.2, RFC 8422 5.10: points are uncompressed."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    curve = getattr(ec, CURVES[group])()
    try:
        own = ec.generate_private_key(curve)
    except UnsupportedAlgorithm:
        return None

    def secret(peer: bytes) -> bytes:
        try:
            return own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, peer))
        except Exception as error:  # as above
            raise BadShare(f"the server's key is none of group {group}") from error

    return Share(group, own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), secret)


def finite(modulus: int, generator: int) -> tuple[bytes, Callable[[bytes], bytes]]:
    """A public value for a finite field, and what makes the secret. RFC 7919 5.2: 256 random bits and more.

    The secret has all bytes of the prime, as TLS 1.3 wants it; TLS 1.2 drops leading zeros.
    """
    bits = modulus.bit_length()
    if not 512 <= bits <= MAX_PRIME_BITS or modulus % 2 == 0 or not 1 < generator < modulus - 1:
        raise BadShare(f"a prime of {bits} bits is not computed with")
    size = (bits + 7) // 8
    own = secrets.randbits(min(bits - 2, 400)) | 1
    public = pow(generator, own, modulus).to_bytes(size, "big")

    def secret(peer: bytes) -> bytes:
        value = int.from_bytes(peer, "big")
        if not 1 < value < modulus - 1:
            raise BadShare("the server's value is out of range")
        return pow(value, own, modulus).to_bytes(size, "big")

    return public, secret


def prime(bits: int, number: int) -> int:
    """A prime of RFC 7919 A: ``2^b - 2^(b-64) + ([2^(b-130) e] + X) 2^64 - 1``."""
    return int((1 << bits) - (1 << (bits - 64)) + ((_times_e(bits - 130) + number) << 64) - 1)


def _times_e(bits: int) -> int:
    """The whole part of ``2^bits`` times e, from the series of 1/n! with 64 bits to spare."""
    term, total, count = 1 << (bits + 64), 0, 1
    while term:
        total += term
        term //= count
        count += 1
    return total >> 64
