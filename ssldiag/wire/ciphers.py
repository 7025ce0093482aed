"""Ciphers of suites as functions that open one record's body; ``cryptography`` is loaded when the first is
made.

A wrong key, a bad MAC or bad padding gives None.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from ssldiag.wire.numbers import TLS10, TLS11
from ssldiag.wire.suites import Suite

Aead = Callable[[bytes, bytes, bytes], bytes | None]
"""Nonce, sealed bytes, associated data -> plain bytes."""

Open = Callable[[int, int, int, bytes], bytes | None]
"""Sequence number, kind, version, body -> plain bytes."""

_AEADS = {
    "AES_128_GCM": (16, "gcm", 16),
    "AES_256_GCM": (32, "gcm", 16),
    "AES_128_CCM": (16, "ccm", 16),
    "AES_256_CCM": (32, "ccm", 16),
    "AES_128_CCM_8": (16, "ccm", 8),
    "AES_256_CCM_8": (32, "ccm", 8),
    "CHACHA20_POLY1305": (32, "chacha", 16),
}
"""Cipher -> key size, mode, tag size."""

_CIPHERS = {
    "AES_128_CBC": (16, 16),
    "AES_256_CBC": (32, 16),
    "3DES_EDE_CBC": (24, 8),
    "RC4_128": (16, 0),
}
"""Cipher -> key size, block size (0: a stream cipher)."""

_MACS = {"MD5": "md5", "SHA": "sha1", "SHA256": "sha256", "SHA384": "sha384"}


def openers(suite: Suite) -> Opener | None:
    """What opens records of a suite; None for ciphers that are not known here."""
    if suite.cipher in _AEADS:
        size, mode, tag = _AEADS[suite.cipher]
        return Opener(size, 12 if mode == "chacha" else 4, 0, mode, tag, "")
    if suite.cipher in _CIPHERS and suite.hash in _MACS:
        size, block = _CIPHERS[suite.cipher]
        return Opener(size, block, suite.mac_size, suite.cipher, 0, _MACS[suite.hash])
    return None


@dataclass(frozen=True, slots=True)
class Opener:
    """Sizes of a suite's keys, and what makes functions of them. ``iv_size`` is that of TLS up to 1.2."""

    key_size: int
    iv_size: int
    mac_size: int
    mode: str
    tag: int
    mac: str

    def chained(self, version: int) -> bool:
        """Whether a record can only be opened if all before it were (RC4; CBC in TLS 1.0)."""
        return not self.tag and (self.iv_size == 0 or version <= TLS10)

    def aead(self, key: bytes) -> Aead:
        """The AEAD with a key."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers import aead

        cipher: aead.AESGCM | aead.AESCCM | aead.ChaCha20Poly1305
        if self.mode == "gcm":
            cipher = aead.AESGCM(key)
        elif self.mode == "ccm":
            cipher = aead.AESCCM(key, tag_length=self.tag)
        else:
            cipher = aead.ChaCha20Poly1305(key)

        def opened(nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
            if len(sealed) < self.tag:
                return None
            try:
                return cipher.decrypt(nonce, sealed, associated)
            except InvalidTag:
                return None

        return opened

    def before13(self, key: bytes, iv: bytes, mac: bytes, version: int, encrypt_then_mac: bool) -> Open:
        """Opens the records of one direction up to TLS 1.2."""
        if self.tag:
            return self._sealed(self.aead(key), iv)
        if self.iv_size == 0:
            return self._streamed(key, mac)
        return self._chained(key, iv, mac, version, encrypt_then_mac)

    def _sealed(self, aead: Aead, iv: bytes) -> Open:
        """RFC 5246 6.2.3.3, RFC 5288 3, RFC 7905 2."""
        explicit = 12 - len(iv)

        def opened(number: int, kind: int, version: int, body: bytes) -> bytes | None:
            size = len(body) - explicit - self.tag
            if size < 0:
                return None
            nonce = iv + body[:8]
            if not explicit:
                nonce = (int.from_bytes(iv, "big") ^ number).to_bytes(12, "big")
            return aead(nonce, body[explicit:], _head(number, kind, version, size))

        return opened

    def _streamed(self, key: bytes, mac: bytes) -> Open:
        """RFC 5246 6.2.3.1."""
        from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
        from cryptography.hazmat.primitives.ciphers import Cipher

        context = Cipher(ARC4(key), mode=None).decryptor()

        def opened(number: int, kind: int, version: int, body: bytes) -> bytes | None:
            return self._checked(mac, number, kind, version, context.update(body))

        return opened

    def _chained(self, key: bytes, iv: bytes, mac: bytes, version: int, encrypt_then_mac: bool) -> Open:
        """RFC 5246 6.2.3.2; RFC 2246 6.2.3.2 (the IV is the last block before); RFC 7366 (MAC outside)."""
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        cipher = TripleDES(key) if self.mode.startswith("3DES") else algorithms.AES(key)
        last = [iv]

        def opened(number: int, kind: int, record: int, body: bytes) -> bytes | None:
            sealed = body[: -self.mac_size] if encrypt_then_mac else body
            start, data = (
                (sealed[: self.iv_size], sealed[self.iv_size :]) if version >= TLS11 else (last[0], sealed)
            )
            if not data or len(data) % self.iv_size or len(start) != self.iv_size:
                return None
            last[0] = data[-self.iv_size :]
            context = Cipher(cipher, modes.CBC(start)).decryptor()
            plain = context.update(data) + context.finalize()
            padding = plain[-1] + 1
            if padding > len(plain) or plain[-padding:].strip(plain[-1:]):
                return None
            plain = plain[:-padding]
            return plain if encrypt_then_mac else self._checked(mac, number, kind, record, plain)

        return opened

    def _checked(self, mac: bytes, number: int, kind: int, version: int, plain: bytes) -> bytes | None:
        size = len(plain) - self.mac_size
        if size < 0:
            return None
        wanted = hmac.digest(mac, _head(number, kind, version, size) + plain[:size], self.mac)
        return plain[:size] if hmac.compare_digest(wanted, plain[size:]) else None


def _head(number: int, kind: int, version: int, size: int) -> bytes:
    """What MACs and AEADs up to TLS 1.2 cover besides the content: number, kind, version, size."""
    return number.to_bytes(8, "big") + bytes((kind, version >> 8, version & 0xFF)) + size.to_bytes(2, "big")
