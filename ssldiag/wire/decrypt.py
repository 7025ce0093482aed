"""Encrypted records opened with the secrets of a key log, for TLS 1.0 to 1.3. ``cryptography`` is loaded on
first use.

AEADs, and AES and triple DES in CBC mode, and RC4. A record that does not open stays closed: None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ssldiag.wire.ciphers import Opener, openers
from ssldiag.wire.kdf import expand_label, prf
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Hello
from ssldiag.wire.numbers import TLS10, TLS12, TLS13
from ssldiag.wire.records import APPLICATION_DATA, CHANGE_CIPHER_SPEC
from ssldiag.wire.suites import Suite

Opened = tuple[int, bytes]
"""Kind of the content, content."""

ENCRYPT_THEN_MAC = 22
_HASHES = {"SHA256": "sha256", "SHA384": "sha384"}


class Decrypter(Protocol):
    """Opens the records of a connection. ``wants_data``: it needs the bodies of application data."""

    wants_data: bool

    def open(self, client: bool, kind: int, version: int, body: bytes) -> Opened | None:
        """A record that the client, or else the server, sent."""

    def skip(self, client: bool) -> None:
        """A record of this side was not captured."""

    def finished(self, client: bool) -> None:
        """This side's Finished was seen."""

    def update(self, client: bool) -> None:
        """This side's KeyUpdate was seen."""


def decrypter(keylog: KeyLog, offer: Hello, choice: Hello, suite: Suite, version: int) -> Decrypter | None:
    """What opens this connection, None if the log has no secrets for it or the suite is not one that can be
    opened.
    """
    secrets = keylog.of(offer.random)
    make = openers(suite) if secrets else None
    if make is None:
        return None
    if version == TLS13:
        return Tls13(secrets.get, make, _HASHES.get(suite.hash, "sha256"))
    master = secrets.get("CLIENT_RANDOM")
    if master is None or not TLS10 <= version <= TLS12:
        return None
    hash_name = _HASHES.get(suite.hash, "sha256") if version == TLS12 else None
    size = 2 * (make.mac_size + make.key_size + make.iv_size)
    block = prf(hash_name, master, b"key expansion", choice.random + offer.random, size)
    return Tls12(block, make, version, ENCRYPT_THEN_MAC in choice.extensions)


class Tls13:
    """RFC 8446 5.2 and 7.3. Each side begins with its handshake secret and goes on to the one for data."""

    wants_data = True

    def __init__(self, secret: Callable[[str], bytes | None], make: Opener, hash_name: str) -> None:
        self._make = make
        self._hash = hash_name
        self._next = {
            True: secret("CLIENT_TRAFFIC_SECRET_0"),
            False: secret("SERVER_TRAFFIC_SECRET_0"),
        }
        self._secret = {
            True: secret("CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
            False: secret("SERVER_HANDSHAKE_TRAFFIC_SECRET"),
        }
        self._open: dict[bool, Callable[[bytes, bytes], bytes | None] | None] = {}
        self._count = {True: 0, False: 0}
        for side in (True, False):
            self._keys(side)

    def _keys(self, client: bool) -> None:
        secret = self._secret[client]
        self._count[client] = 0
        if secret is None:
            self._open[client] = None
            return
        key = expand_label(self._hash, secret, "key", self._make.key_size)
        iv = int.from_bytes(expand_label(self._hash, secret, "iv", 12), "big")
        aead = self._make.aead(key)

        def opened(body: bytes, header: bytes) -> bytes | None:
            nonce = (iv ^ self._count[client]).to_bytes(12, "big")
            return aead(nonce, body, header)

        self._open[client] = opened

    def open(self, client: bool, kind: int, version: int, body: bytes) -> Opened | None:
        """The inner type is the last byte but zeros. What does not open (early data) is not counted."""
        opened = self._open[client]
        if kind != APPLICATION_DATA or opened is None:
            return None
        header = bytes((kind, version >> 8, version & 0xFF, len(body) >> 8, len(body) & 0xFF))
        plain = opened(body, header)
        if plain is None:
            return None
        self._count[client] += 1
        plain = plain.rstrip(b"\0")
        return (plain[-1], plain[:-1]) if plain else None

    def skip(self, client: bool) -> None:
        """Its number counts."""
        self._count[client] += 1

    def finished(self, client: bool) -> None:
        """From now on this side's keys are those for application data."""
        self._secret[client], self._next[client] = self._next[client], None
        self._keys(client)

    def update(self, client: bool) -> None:
        """RFC 8446 7.2."""
        secret = self._secret[client]
        if secret is not None:
            self._secret[client] = expand_label(self._hash, secret, "traffic upd", len(secret))
            self._keys(client)


class Tls12:
    """RFC 5246 6.2.3 and 6.3, and the versions before it. Each side's keys are in use after its
    ChangeCipherSpec.
    """

    def __init__(self, block: bytes, make: Opener, version: int, encrypt_then_mac: bool) -> None:
        self.wants_data = make.chained(version)
        mac, key, iv = make.mac_size, make.key_size, make.iv_size
        parts = []
        for size in (mac, mac, key, key, iv, iv):
            parts.append(block[:size])
            block = block[size:]
        self._open = {
            True: make.before13(parts[2], parts[4], parts[0], version, encrypt_then_mac),
            False: make.before13(parts[3], parts[5], parts[1], version, encrypt_then_mac),
        }
        self._changes = {True: 0, False: 0}
        self._count = {True: 0, False: 0}

    def open(self, client: bool, kind: int, version: int, body: bytes) -> Opened | None:
        """A second ChangeCipherSpec means keys that are not known."""
        if kind == CHANGE_CIPHER_SPEC:
            self._changes[client] += 1
            return None
        if self._changes[client] != 1:
            return None
        number = self._count[client]
        self._count[client] += 1
        if kind == APPLICATION_DATA and not self.wants_data:
            return None
        plain = self._open[client](number, kind, version, body)
        return None if plain is None or kind == APPLICATION_DATA else (kind, plain)

    def skip(self, client: bool) -> None:
        """Its number counts."""
        self._count[client] += self._changes[client] == 1

    def finished(self, client: bool) -> None:
        """Nothing changes."""

    def update(self, client: bool) -> None:
        """There is no such message before TLS 1.3."""
