"""What a ClientHello shall offer in, its bytes out: SSL 2.0 to TLS 1.3. Pure; randomness is an argument.

RFC 8446 4.1.2 and 4.2, RFC 5246 7.4.1, RFC 6101 5.6.1, and Hickman's draft of 1995 for SSL 2.0. Extensions
are written by a table. There is no GREASE: what is not understood by a server shall be ours to see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ssldiag.wire.numbers import SSL2, SSL3, TLS10, TLS12, TLS13
from ssldiag.wire.records import HANDSHAKE
from ssldiag.wire.suites import EMPTY_RENEGOTIATION_INFO_SCSV

CLIENT_HELLO = 1
PRE_SHARED_KEY = 41

MAX_CIPHERS = 0x7FFE
"""Suites that two bytes of length can hold (RFC 8446 4.1.2)."""


@dataclass(frozen=True, slots=True)
class Psk:
    """A ticket of TLS 1.3 to offer: identity, obfuscated age, size of its binder (RFC 8446 4.2.11)."""

    identity: bytes
    age: int
    binder_size: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What to offer. ``versions`` are numbers, the best first; below TLS 1.3 only the best is ever named.

    ``shares`` are groups with their public keys, sent in TLS 1.3. ``ticket`` of TLS 1.2: None leaves the
    extension out, empty asks for one. ``renegotiation``: None leaves RFC 5746 out, empty is for a first
    handshake. ``padding`` bytes are added (RFC 7685). ``more`` are extensions by number, as they are.
    """

    versions: tuple[int, ...]
    ciphers: tuple[int, ...]
    groups: tuple[int, ...] = ()
    shares: tuple[tuple[int, bytes], ...] = ()
    signatures: tuple[int, ...] = ()
    sni: str | None = None
    alpn: tuple[str, ...] = ()
    session_id: bytes = b""
    ticket: bytes | None = None
    extended_master_secret: bool = True
    encrypt_then_mac: bool = True
    renegotiation: bytes | None = b""
    stapling: bool = False
    compression: tuple[int, ...] = (0,)
    psk: Psk | None = None
    cookie: bytes = b""
    padding: int = 0
    more: tuple[tuple[int, bytes], ...] = ()

    @property
    def best(self) -> int:
        """The newest version on offer."""
        return max(self.versions)

    @property
    def tls13(self) -> bool:
        """Whether TLS 1.3 is on offer."""
        return self.best >= TLS13


def vector(width: int, data: bytes) -> bytes:
    """``data`` behind its length in ``width`` bytes (RFC 8446 3.4)."""
    return len(data).to_bytes(width, "big") + data


def numbers(values: tuple[int, ...], width: int = 2) -> bytes:
    """Numbers of ``width`` bytes one after the other."""
    return b"".join(value.to_bytes(width, "big") for value in values)


def message(kind: int, body: bytes) -> bytes:
    """A handshake message (RFC 8446 4)."""
    return bytes((kind,)) + vector(3, body)


def record(kind: int, version: int, body: bytes) -> bytes:
    """A record; ``body`` has at most 2^14 bytes (RFC 8446 5.1)."""
    return bytes((kind,)) + version.to_bytes(2, "big") + vector(2, body)


def records(kind: int, version: int, body: bytes, size: int = 1 << 14) -> bytes:
    """As many records as ``body`` needs."""
    return b"".join(record(kind, version, body[at : at + size]) for at in range(0, len(body), size))


def client_hello(offer: Offer, random: bytes) -> bytes:
    """The handshake message. Where there is a PSK its binder is zeros, the last bytes of the message."""
    legacy = min(offer.best, TLS12)
    ciphers = offer.ciphers[:MAX_CIPHERS]
    if offer.renegotiation == b"" and legacy == SSL3:
        ciphers = (*ciphers, EMPTY_RENEGOTIATION_INFO_SCSV)  # an SSL 3.0 hello may have no extensions
    body = (
        numbers((legacy,))
        + random
        + vector(1, offer.session_id)
        + vector(2, numbers(ciphers))
        + vector(1, bytes(offer.compression))
    )
    block = b"".join(extensions(offer)) if legacy > SSL3 else b""
    return message(CLIENT_HELLO, body + (vector(2, block) if block else b""))


def first_flight(offer: Offer, hello: bytes) -> bytes:
    """The records of a first hello. RFC 8446 5.1 and RFC 5246 E.1: the version of the first record is old."""
    return records(HANDSHAKE, SSL3 if offer.best == SSL3 else TLS10, hello)


def ssl2_hello(kinds: tuple[int, ...], challenge: bytes, version: int = SSL2) -> bytes:
    """A ClientHello of SSL 2.0 in its record: cipher kinds have three bytes (Hickman 1995, 5.5.1).

    With a newer ``version`` it is what RFC 5246 E.2 describes, where a suite is a kind that begins with 0.
    """
    body = (
        bytes((CLIENT_HELLO,))
        + numbers((version, 3 * len(kinds), 0, len(challenge)))
        + numbers(kinds, 3)
        + challenge
    )
    return (0x8000 | len(body)).to_bytes(2, "big") + body


def extensions(offer: Offer) -> Iterator[bytes]:
    """The extensions in order; a PSK must be the last (RFC 8446 4.2.11)."""
    for number, write in WRITERS.items():
        body = write(offer)
        if body is not None:
            yield extension(number, body)
    yield from (extension(number, body) for number, body in offer.more)
    if offer.psk is not None:
        yield extension(PRE_SHARED_KEY, _psk(offer.psk))


def extension(number: int, body: bytes) -> bytes:
    """One extension (RFC 8446 4.2)."""
    return numbers((number,)) + vector(2, body)


def binder_list_size(psk: Psk) -> int:
    """How many bytes at the end of the hello the binder does not cover (RFC 8446 4.2.11.2)."""
    return 2 + 1 + psk.binder_size


def _psk(psk: Psk) -> bytes:
    identities = vector(2, psk.identity) + psk.age.to_bytes(4, "big")
    return vector(2, identities) + vector(2, vector(1, bytes(psk.binder_size)))


def _name(offer: Offer) -> bytes | None:
    """RFC 6066 3. A name that is none in ASCII is sent as it is spelt in UTF-8."""
    if not offer.sni:
        return None
    return vector(2, b"\0" + vector(2, offer.sni.encode("utf-8", "surrogateescape")[:255]))


def _alpn(offer: Offer) -> bytes | None:
    """RFC 7301 3.1."""
    names = b"".join(vector(1, name.encode("latin-1", "replace")[:255]) for name in offer.alpn)
    return vector(2, names) if names else None


def _curves(offer: Offer) -> bool:
    """Whether groups and point formats mean anything to what is offered."""
    return bool(offer.groups) and offer.best >= TLS10


def _versions(offer: Offer) -> bytes | None:
    return vector(1, numbers(offer.versions)) if offer.tls13 else None


def _shares(offer: Offer) -> bytes | None:
    """An empty list asks for a HelloRetryRequest (RFC 8446 4.2.8)."""
    if not offer.tls13:
        return None
    return vector(2, b"".join(numbers((group,)) + vector(2, public) for group, public in offer.shares))


def _below13(offer: Offer) -> bool:
    return min(offer.versions) <= TLS12


Writer = Callable[[Offer], bytes | None]

WRITERS: Mapping[int, Writer] = {
    0: _name,
    0xFF01: lambda offer: vector(1, offer.renegotiation) if offer.renegotiation is not None else None,
    11: lambda offer: b"\1\0" if _curves(offer) and _below13(offer) else None,
    10: lambda offer: vector(2, numbers(offer.groups)) if _curves(offer) else None,
    35: lambda offer: offer.ticket,
    16: _alpn,
    5: lambda offer: b"\1\0\0\0\0" if offer.stapling else None,
    22: lambda offer: b"" if offer.encrypt_then_mac and _below13(offer) else None,
    23: lambda offer: b"" if offer.extended_master_secret and _below13(offer) else None,
    13: lambda offer: vector(2, numbers(offer.signatures)) if offer.signatures else None,
    43: _versions,
    44: lambda offer: vector(2, offer.cookie) if offer.cookie else None,
    45: lambda offer: b"\1\1" if offer.tls13 else None,
    51: _shares,
    21: lambda offer: bytes(offer.padding) if offer.padding else None,
}
"""Number -> body of an extension, None to leave it out. The order is that of OpenSSL's client, which every
server has met. 35: RFC 5077; 22: RFC 7366; 23: RFC 7627; 45: psk_dhe_ke alone (RFC 8446 4.2.9).
"""
