"""How a client of TLS makes its secrets of what both sides said. Bytes in, bytes out.

TLS 1.3: RFC 8446 7.1 and 4.4.4. Before: RFC 5246 8.1 and 7.4.9, RFC 7627 (extended master secret).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from ssldiag.wire.kdf import expand_label, prf
from ssldiag.wire.numbers import TLS12
from ssldiag.wire.suites import Suite

MASTER = 48
VERIFY = 12


def hash_of(suite: Suite) -> str:
    """The hash of a suite's PRF in TLS 1.2 and of its key schedule in 1.3: SHA-256 unless it says SHA384."""
    return "sha384" if suite.hash == "SHA384" else "sha256"


def prf_hash(suite: Suite, version: int) -> str | None:
    """The hash of the PRF; None stands for the one before TLS 1.2."""
    return hash_of(suite) if version == TLS12 else None


def digest(hash_name: str | None, transcript: bytes) -> bytes:
    """The transcript's hash; MD5 and SHA-1 one after the other for None (RFC 2246 7.4.9)."""
    if hash_name is None:
        parts = (hashlib.new(name, transcript, usedforsecurity=False).digest() for name in ("md5", "sha1"))
        return b"".join(parts)
    return hashlib.new(hash_name, transcript).digest()


def master(hash_name: str | None, premaster: bytes, randoms: bytes, transcript: bytes | None) -> bytes:
    """The master secret; with a ``transcript`` the extended one."""
    if transcript is not None:
        return prf(hash_name, premaster, b"extended master secret", digest(hash_name, transcript), MASTER)
    return prf(hash_name, premaster, b"master secret", randoms, MASTER)


def verify(hash_name: str | None, secret: bytes, who: str, transcript: bytes) -> bytes:
    """The content of a Finished message up to TLS 1.2."""
    return prf(hash_name, secret, who.encode("ascii") + b" finished", digest(hash_name, transcript), VERIFY)


def derive(hash_name: str, secret: bytes, label: str, transcript: bytes) -> bytes:
    """Derive-Secret (RFC 8446 7.1)."""
    return expand(hash_name, secret, label, digest(hash_name, transcript))


def expand(hash_name: str, secret: bytes, label: str, context: bytes, size: int = 0) -> bytes:
    """HKDF-Expand-Label with a context; one block at most, which is all that secrets need."""
    size = size or hashlib.new(hash_name).digest_size
    name = b"tls13 " + label.encode("ascii")
    info = size.to_bytes(2, "big") + bytes((len(name),)) + name + bytes((len(context),)) + context
    return hmac.digest(secret, info + b"\1", hash_name)[:size]


def finished(hash_name: str, secret: bytes, transcript: bytes) -> bytes:
    """The content of a Finished message, or of a binder, of TLS 1.3 (RFC 8446 4.4.4)."""
    key = expand_label(hash_name, secret, "finished", hashlib.new(hash_name).digest_size)
    return hmac.digest(key, digest(hash_name, transcript), hash_name)


def extract(hash_name: str, salt: bytes, secret: bytes) -> bytes:
    """HKDF-Extract (RFC 5869 2.2)."""
    return hmac.digest(salt, secret, hash_name)


def early(hash_name: str, psk: bytes = b"") -> bytes:
    """The early secret (RFC 8446 7.1); without a PSK of zeros."""
    size = hashlib.new(hash_name).digest_size
    return extract(hash_name, bytes(size), psk or bytes(size))


@dataclass(frozen=True, slots=True)
class Secrets13:
    """The secrets of TLS 1.3 after the ServerHello: ``handshake`` for the next step, one of each side."""

    hash_name: str
    handshake: bytes
    client: bytes
    server: bytes

    def application(self, transcript: bytes) -> tuple[bytes, bytes, bytes]:
        """Master secret, and the client's and the server's traffic secrets up to the server's Finished."""
        size = len(self.handshake)
        salt = derive(self.hash_name, self.handshake, "derived", b"")
        top = extract(self.hash_name, salt, bytes(size))
        labels = ("c ap traffic", "s ap traffic")
        mine, its = (derive(self.hash_name, top, label, transcript) for label in labels)
        return top, mine, its


def handshake13(hash_name: str, psk: bytes, shared: bytes, transcript: bytes) -> Secrets13:
    """The secrets from the ServerHello on. ``psk`` is empty where none is used."""
    salt = derive(hash_name, early(hash_name, psk), "derived", b"")
    secret = extract(hash_name, salt, shared)
    mine, its = (derive(hash_name, secret, label, transcript) for label in ("c hs traffic", "s hs traffic"))
    return Secrets13(hash_name, secret, mine, its)


def resumption_psk(hash_name: str, top: bytes, transcript: bytes, nonce: bytes) -> bytes:
    """The PSK of a ticket (RFC 8446 4.6.1); ``transcript`` goes to the client's Finished."""
    return expand(hash_name, derive(hash_name, top, "res master", transcript), "resumption", nonce)


def binder(hash_name: str, psk: bytes, transcript: bytes) -> bytes:
    """The binder of a PSK over a hello cut before its binders (RFC 8446 4.2.11.2)."""
    key = derive(hash_name, early(hash_name, psk), "res binder", b"")
    return finished(hash_name, key, transcript)
