"""Keys in, functions that seal one record out: what a client sends once keys are in use, SSL 3.0 excepted.

The mirror of :mod:`ssldiag.wire.ciphers`, which opens. ``cryptography`` is loaded when the first is made.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from ssldiag.wire.ciphers import Opener
from ssldiag.wire.kdf import expand_label
from ssldiag.wire.numbers import TLS10, TLS11, TLS12
from ssldiag.wire.records import APPLICATION_DATA
from ssldiag.wire.suites import Suite

Seal = Callable[[int, bytes], bytes]
"""Kind of content and content -> a whole record. Each call takes the next sequence number."""

Encrypt = Callable[[bytes, bytes, bytes], bytes]
HASHES = {"MD5": "md5", "SHA": "sha1", "SHA256": "sha256", "SHA384": "sha384"}


@dataclass(frozen=True, slots=True)
class Keys:
    """One direction's keys of TLS up to 1.2."""

    key: bytes
    iv: bytes
    mac: bytes


def seal13(sizes: Opener, hash_name: str, secret: bytes) -> Seal:
    """RFC 8446 5.2 and 7.3, with the traffic secret of this direction."""
    encrypt = _aead(sizes, expand_label(hash_name, secret, "key", sizes.key_size))
    iv = int.from_bytes(expand_label(hash_name, secret, "iv", 12), "big")
    count = -1

    def seal(kind: int, content: bytes) -> bytes:
        nonlocal count
        count += 1
        inner = content + bytes((kind,))
        head = _header(APPLICATION_DATA, TLS12, len(inner) + sizes.tag)
        return head + encrypt((iv ^ count).to_bytes(12, "big"), inner, head)

    return seal


def seal12(suite: Suite, sizes: Opener | None, keys: Keys, version: int, encrypt_then_mac: bool) -> Seal:
    """TLS 1.0 to 1.2. Without ``sizes`` the suite is one that only authenticates."""
    if sizes is None:
        return _sealing(version, lambda number, covered, data: data + _mac(suite, keys, covered(data)))
    if sizes.tag:
        return _sealing12_aead(sizes, keys, version)
    if sizes.iv_size == 0:
        return _streamed(suite, keys, version)
    return _chained(suite, sizes, keys, version, encrypt_then_mac)


Covered = Callable[[bytes], bytes]
Body = Callable[[int, Covered, bytes], bytes]


def _sealing(version: int, body: Body) -> Seal:
    """Counts, and puts a header before what ``body`` makes of number, what the MAC covers, and content."""
    count = -1

    def seal(kind: int, content: bytes) -> bytes:
        nonlocal count
        count += 1
        number = count

        def covered(data: bytes) -> bytes:
            return number.to_bytes(8, "big") + _header(kind, version, len(data)) + data

        sealed = body(number, covered, content)
        return _header(kind, version, len(sealed)) + sealed

    return seal


def _sealing12_aead(sizes: Opener, keys: Keys, version: int) -> Seal:
    """RFC 5246 6.2.3.3, RFC 5288 3, RFC 7905 2."""
    encrypt = _aead(sizes, keys.key)
    explicit = 12 - len(keys.iv)

    def body(number: int, covered: Covered, content: bytes) -> bytes:
        associated = covered(content)[: len(covered(b""))]
        if explicit:
            mine = number.to_bytes(8, "big")
            return mine + encrypt(keys.iv + mine, content, associated)
        nonce = (int.from_bytes(keys.iv, "big") ^ number).to_bytes(12, "big")
        return encrypt(nonce, content, associated)

    return _sealing(version, body)


def _streamed(suite: Suite, keys: Keys, version: int) -> Seal:
    """RFC 5246 6.2.3.1."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    context = Cipher(ARC4(keys.key), mode=None).encryptor()

    def body(number: int, covered: Covered, content: bytes) -> bytes:
        return context.update(content + _mac(suite, keys, covered(content)))

    return _sealing(version, body)


def _chained(suite: Suite, sizes: Opener, keys: Keys, version: int, encrypt_then_mac: bool) -> Seal:
    """RFC 5246 6.2.3.2; RFC 2246 6.2.3.2 (the IV is the last block before); RFC 7366 (MAC outside)."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    cipher = TripleDES(keys.key) if sizes.mode.startswith("3DES") else algorithms.AES(keys.key)
    last = keys.iv

    def body(number: int, covered: Covered, content: bytes) -> bytes:
        nonlocal last
        plain = content if encrypt_then_mac else content + _mac(suite, keys, covered(content))
        fill = sizes.iv_size - len(plain) % sizes.iv_size
        plain += bytes((fill - 1,)) * fill
        start = secrets.token_bytes(sizes.iv_size) if version >= TLS11 else last
        context = Cipher(cipher, modes.CBC(start)).encryptor()
        sealed = context.update(plain) + context.finalize()
        last = sealed[-sizes.iv_size :]
        sealed = start + sealed if version >= TLS11 else sealed
        return sealed + _mac(suite, keys, covered(sealed)) if encrypt_then_mac else sealed

    return _sealing(version, body)


def _mac(suite: Suite, keys: Keys, data: bytes) -> bytes:
    return hmac.digest(keys.mac, data, HASHES[suite.hash])


def _header(kind: int, version: int, size: int) -> bytes:
    return bytes((kind, version >> 8, version & 0xFF)) + size.to_bytes(2, "big")


def _aead(sizes: Opener, key: bytes) -> Encrypt:
    from cryptography.hazmat.primitives.ciphers import aead

    if sizes.mode == "gcm":
        return aead.AESGCM(key).encrypt
    if sizes.mode == "ccm":
        return aead.AESCCM(key, tag_length=sizes.tag).encrypt
    return aead.ChaCha20Poly1305(key).encrypt


def computable(suite: Suite) -> bool:
    """Whether records of a suite can be sealed and opened here (``NULL`` included)."""
    from ssldiag.wire.ciphers import openers

    return openers(suite) is not None or (suite.null and suite.hash in HASHES)


OLDEST = TLS10
"""The oldest version whose keys are made here; SSL 3.0 makes them in another way (RFC 6101 6)."""
