"""A ClientHello in, what in it a server is likely to miss out: the narrowest offer first.

A server that finds nothing in common does not say what it looked for. What can be said is in which respect
the client leaves little to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ssldiag.wire.model import Hello
from ssldiag.wire.numbers import SSL3, TLS10, TLS11, TLS12, TLS13, is_grease
from ssldiag.wire.suites import SCSVS, Suite, suite

COMMON_GROUPS = frozenset((0x0017, 0x001D))
"""secp256r1, which RFC 8446 9.1 makes everyone have, and x25519, which it recommends."""

COMMON_SIGNATURES = frozenset((0x0401, 0x0403, 0x0804))
"""rsa_pkcs1_sha256, ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256: mandatory by RFC 8446 9.1."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """In this respect the offer is narrow: 3 hardly a current server takes it, 2 many do not, 1 some."""

    cause: str
    how: int
    what: str


def versions(hello: Hello) -> tuple[int, ...]:
    """The versions a client offers, without GREASE: its list, else what it names and all below to SSL 3.0.

    RFC 5246 E.1: a client names the highest version; it does not say which lower ones it takes.
    """
    listed = tuple(version for version in hello.versions if not is_grease(version))
    if listed:
        return listed
    top = hello.legacy_version
    return tuple(version for version in (TLS12, TLS11, TLS10, SSL3) if version <= top) or (top,)


def suites(hello: Hello) -> list[Suite]:
    """The known cipher suites of a hello, signalling values left out."""
    found = (suite(code) for code in hello.ciphers if code not in SCSVS)
    return [one for one in found if one is not None]


def weak(offered: Iterable[Suite]) -> bool:
    """Whether all of these suites are weak: NULL, export, RC4, DES and triple DES (RFC 9325 4.1)."""
    return all(one.null or one.export or "RC4" in one.cipher or "DES" in one.cipher for one in offered)


def narrow(hello: Hello) -> list[Narrow]:
    """The narrow respects, the narrowest first; of equals versions come first, then suites."""
    found = [one for rule in RULES for one in rule(hello)]
    return sorted(found, key=lambda one: -one.how)


def _versions(hello: Hello) -> Iterator[Narrow]:
    offered = versions(hello)
    highest = max(offered)
    if highest < TLS12:
        yield Narrow("no_common_version", 3, "the client offers no version above TLS 1.1")
    elif min(offered) >= TLS13:
        yield Narrow("no_common_version", 2, "the client offers TLS 1.3 alone")


def _ciphers(hello: Hello) -> Iterator[Narrow]:
    offered = suites(hello)
    if not offered:
        yield Narrow("no_common_cipher", 3, "the client offers no cipher suite that is known")
        return
    older = [one for one in offered if not one.tls13]
    if not older:
        if len(offered) < 2:
            yield Narrow("no_common_cipher", 3, "the client offers one TLS 1.3 cipher suite")
        return
    if any(one.tls13 for one in offered) and max(versions(hello)) >= TLS13:
        return
    authentications = {one.authentication for one in older}
    if weak(older):
        yield Narrow(
            "no_common_cipher", 3, "all its cipher suites are weak ones that are mostly switched off"
        )
    elif authentications == {"ECDSA"}:
        wanted = "all its cipher suites want a certificate with an ECDSA key"
        few = len(older) <= 2
        yield Narrow("no_common_cipher", 3 if few else 2, f"{_few(older)}; {wanted}" if few else wanted)
    elif len(older) <= 2 or not any(one.forward_secret for one in older):
        yield Narrow("no_common_cipher", 3 if len(older) <= 2 else 2, _few(older))
    elif not any(one.aead for one in older):
        yield Narrow("no_common_cipher", 1, "none of its cipher suites is an AEAD")


def _few(older: list[Suite]) -> str:
    if len(older) <= 2:
        names = " and ".join(one.name for one in older)
        return f"the client offers {names} alone"
    return "all its cipher suites use the RSA key exchange"


def _groups(hello: Hello) -> Iterator[Narrow]:
    groups = [group for group in hello.groups if not is_grease(group)]
    if not groups or set(groups) >= COMMON_GROUPS:
        return
    ephemeral = any(one.tls13 or one.key_exchange == "ECDHE" for one in suites(hello))
    if not ephemeral:
        return
    if not COMMON_GROUPS & set(groups):
        yield Narrow("no_common_group", 3, "the client offers neither x25519 nor secp256r1")
    elif len(groups) == 1:
        yield Narrow("no_common_group", 3, "the client offers one key exchange group")


def _signatures(hello: Hello) -> Iterator[Narrow]:
    offered = set(hello.signature_algorithms)
    if not offered:
        return
    missing = COMMON_SIGNATURES - offered
    if missing == COMMON_SIGNATURES:
        what = "the client offers none of the usual signature algorithms"
        yield Narrow("no_common_signature_algorithm", 4, what)
    elif len(offered) <= 2:
        yield Narrow("no_common_signature_algorithm", 3, "the client offers hardly any signature algorithm")


RULES: tuple[Callable[[Hello], Iterator[Narrow]], ...] = (_versions, _ciphers, _signatures, _groups)
