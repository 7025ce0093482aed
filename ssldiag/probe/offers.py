"""What to offer for which question: lists of suites, groups and signature schemes, and hellos made of them.

The usual hello is as wide as it can be while every choice of the server can be carried through: it is meant
to find out what a server does, not to be safe. It leaves out suites without encryption, without
authentication and with export keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ssldiag.probe.hello import Offer
from ssldiag.probe.model import Depth
from ssldiag.probe.seal import computable
from ssldiag.probe.shares import P256, P384, P521, X448, X25519
from ssldiag.readers.ciphers import by_code
from ssldiag.wire.number_tables import SSL2_KINDS
from ssldiag.wire.numbers import TLS10, TLS11, TLS12, TLS13
from ssldiag.wire.suites import SCSVS, Suite, suite, table

SIGNATURES = (
    *(0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080A, 0x080B, 0x0804, 0x0805, 0x0806),
    *(0x0401, 0x0501, 0x0601, 0x0303, 0x0203, 0x0301, 0x0201, 0x0402, 0x0202),
)
"""The schemes that OpenSSL's client offers at security level 0, and its order."""

SIGNATURES_12 = (*SIGNATURES, 0x0101, 0x0302)
SIGNATURES_13 = (*SIGNATURES_12, 0x081A, 0x081B, 0x081C, 0x0904, 0x0905, 0x0906, 0x0708)
"""The last are for TLS 1.3 alone (RFC 8734, RFC 8998, draft-ietf-tls-mldsa). OpenSSL 3.6.5 is led astray by
those of RFC 8734 in TLS 1.2: it takes a suite for its ECDSA key, and then has nothing to sign with.
"""

SUITES_13 = (0x1302, 0x1303, 0x1301, 0x1304, 0x1305)
"""RFC 8446 B.4, in OpenSSL's order."""

USUAL_GROUPS = (X25519, P256, X448, P521, P384, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104)
"""Groups of the usual hello, in the order of OpenSSL's client; all can be computed."""

HYBRIDS = (0x11EC, 0x11EB, 0x11ED, 0x0200, 0x0201, 0x0202, 0x6399, 0x639A)
OLD_CURVES = (*range(0x0001, 0x0017), 0x001A, 0x001B, 0x001C)
GROUPS_13 = (*USUAL_GROUPS, *HYBRIDS, 0x001F, 0x0020, 0x0021, 0x0029)
GROUPS_12 = (X25519, P256, X448, P521, P384, 0x0016, *reversed(OLD_CURVES))

ALPN = ("h2", "http/1.1", "http/1.0", "ftp", "imap", "pop3", "managesieve", "xmpp-client", "mqtt")
"""IANA, TLS Application-Layer Protocol Negotiation Protocol IDs: those of servers that are probed."""

CHUNK = 100
"""Suites in one hello: some servers read no more than 128, and some middleboxes no hello above 512 bytes."""

RANDOM = 32

LEGACY = ("PSK", "SRP", "KRB5", "GOST", "FORTEZZA", "ECCPWD")
"""Kinds of key exchange that need what a probe has not: a shared secret, a Kerberos ticket, or a token."""


def suites(codes: Iterable[int]) -> list[Suite]:
    """The suites of these numbers that are known."""
    return [one for code in codes if (one := suite(code)) is not None]


@cache
def kinds_of_ssl2() -> tuple[int, ...]:
    """All cipher kinds of SSL 2.0."""
    return tuple(SSL2_KINDS)


@cache
def suites_of(version: int, depth: Depth) -> tuple[int, ...]:
    """The suites to ask for in a version, the best first. ``full`` asks for all that have a number.

    Otherwise it is those that OpenSSL or IBM have a name for, and that need no secret shared beforehand.
    """
    found = [one for one in table().values() if _fits(one, version)]
    if depth != "full":
        found = [one for one in found if _known(one)]
    return tuple(one.code for one in sorted(found, key=_rank))


@cache
def usual_suites() -> tuple[int, ...]:
    """The suites of the usual hello: whatever can be carried through, the best first."""
    mine = (one for one in table().values() if not one.tls13 and _known(one) and _ordinary(one))
    return (*SUITES_13, *(one.code for one in sorted(mine, key=_rank)))


def usual(sni: str | None, best: int = TLS13) -> Offer:
    """The usual hello, without key shares: TLS 1.3 and all below it, of which only the best is named."""
    versions = tuple(one for one in (TLS13, TLS12, TLS11, TLS10) if one <= best)
    ciphers = usual_suites() if best >= TLS13 else usual_suites()[len(SUITES_13) :]
    return Offer(
        versions,
        ciphers,
        USUAL_GROUPS,
        signatures=SIGNATURES if best >= TLS12 else (),
        sni=sni,
        ticket=b"",
        stapling=True,
    )


def version_offer(version: int, ciphers: tuple[int, ...], sni: str | None) -> Offer:
    """A hello of one version alone. In TLS 1.3 without a key share: a HelloRetryRequest says as much."""
    if version >= TLS13:
        return Offer(
            (version,), ciphers, GROUPS_13, signatures=SIGNATURES_13, sni=sni, encrypt_then_mac=False
        )
    groups = GROUPS_12 + USUAL_GROUPS[5:] if version >= TLS10 else ()
    return Offer((version,), ciphers, groups, signatures=SIGNATURES_12 if version >= TLS12 else (), sni=sni)


def _fits(one: Suite, version: int) -> bool:
    """Whether a suite may be chosen in a version (RFC 5246 A.5: newer ones need TLS 1.2)."""
    if one.code in SCSVS or one.code == 0x0000:
        return False
    if version >= TLS13:
        return one.tls13
    return not one.tls13 and (version >= TLS12 or not one.needs_tls12)


def _known(one: Suite) -> bool:
    named = one.openssl is not None or by_code(one.code) is not None
    return named and not one.key_exchange.startswith(LEGACY) and one.authentication not in LEGACY


def _ordinary(one: Suite) -> bool:
    return (
        not (one.null or one.export)
        and one.authentication not in ("anon", "NULL")
        and one.key_exchange in ("RSA", "DHE", "ECDHE")
        and computable(one)
    )


def _rank(one: Suite) -> tuple[bool | int, ...]:
    """Encrypted and authenticated first; then whole keys, forward secrecy, AEADs, usual ones, longer keys."""
    weak = any(word in one.cipher for word in ("RC4", "RC2", "DES", "IDEA", "40"))
    return (
        one.null,
        one.authentication == "anon",
        one.export,
        weak,
        not one.forward_secret,
        not one.aead,
        one.key_exchange != "ECDHE",
        not one.cipher.startswith(("AES", "CHACHA")) or "CCM" in one.cipher,
        "256" not in one.cipher,
        one.authentication != "ECDSA",
        one.code,
    )
