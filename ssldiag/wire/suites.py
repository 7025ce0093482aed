"""Cipher suite numbers in, what their names say out: key exchange, authentication, cipher and MAC. One table,
made on first use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ssldiag.wire.suite_table import NAMED_BY_OPENSSL, OTHERS

EMPTY_RENEGOTIATION_INFO_SCSV = 0x00FF  # RFC 5746 3.3
FALLBACK_SCSV = 0x5600  # RFC 7507
SCSVS = frozenset((EMPTY_RENEGOTIATION_INFO_SCSV, FALLBACK_SCSV))
"""Signalling values: they stand in the list of suites but are none."""

_TLS13 = frozenset((*range(0x1301, 0x1308), 0x00C6, 0x00C7, 0xC0B4, 0xC0B5, *range(0xC103, 0xC107)))
"""RFC 8446 B.4, RFC 8998 (SM4), RFC 9150 (integrity alone), RFC 9367 (GOST), draft-irtf-cfrg-aegis-aead."""

_MAC_SIZES = {"MD5": 16, "SHA": 20, "SHA256": 32, "SHA384": 48}


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher suite. ``openssl`` is None where OpenSSL has no name for it.

    The rest are the parts of the name: ``key_exchange`` (RSA, DH, DHE, ECDH, ECDHE, PSK, KRB5 ...) and
    ``authentication`` (RSA, DSS, ECDSA, anon, PSK ...), both empty for TLS 1.3 where groups and signatures
    are agreed apart; ``cipher`` (AES_128_GCM, 3DES_EDE_CBC, NULL ...); ``hash`` of the MAC, or of the PRF
    for an AEAD.
    """

    code: int
    name: str
    openssl: str | None
    key_exchange: str
    authentication: str
    cipher: str
    hash: str

    @property
    def tls13(self) -> bool:
        """Whether it is for TLS 1.3 alone (RFC 8446 B.4)."""
        return self.code in _TLS13

    @property
    def aead(self) -> bool:
        """Whether cipher and MAC are one (RFC 5246 6.2.3.3); such a suite needs TLS 1.2."""
        return self.cipher.endswith(("_GCM", "_CCM", "_CCM_8", "POLY1305", "_MGM_L", "_MGM_S")) or (
            "AEGIS" in self.cipher
        )

    @property
    def forward_secret(self) -> bool:
        """Whether each connection has keys of its own that the certificate's key does not give away."""
        return self.tls13 or self.key_exchange in ("DHE", "ECDHE")

    @property
    def null(self) -> bool:
        """Whether data travel in the clear."""
        return self.cipher == "NULL"

    @property
    def export(self) -> bool:
        """Whether it is one of the export suites with short keys."""
        return "EXPORT" in self.name

    @property
    def mac_size(self) -> int:
        """Bytes of MAC behind each record of a suite that is no AEAD; 0 where there is none."""
        return 0 if self.aead else _MAC_SIZES.get(self.hash, 0)

    @property
    def needs_tls12(self) -> bool:
        """Whether it was defined for TLS 1.2: AEADs and those with a SHA-2 MAC (RFC 5246, 5288, 5289)."""
        return not self.tls13 and (self.aead or self.hash in ("SHA256", "SHA384"))


@cache
def table() -> Mapping[int, Suite]:
    """All suites by number."""
    return {suite.code: suite for suite in _read()}


def suite(code: int) -> Suite | None:
    """The suite of a number, None if it is not registered."""
    return table().get(code)


def _read() -> Iterator[Suite]:
    for row in NAMED_BY_OPENSSL.split("\n")[1:-1]:
        digits, short, openssl = row.split()
        name = _full(short)
        yield _suite(int(digits, 16), name, name if openssl == "=" else openssl)
    for item in OTHERS.strip().replace("\n", ", ").split(", "):
        digits, short = item.split()
        yield _suite(int(digits, 16), _full(short), None)


def _full(short: str) -> str:
    return short if short.startswith(("SSL_", "GM_")) else f"TLS_{short}"


def _suite(code: int, name: str, openssl: str | None) -> Suite:
    body = name.partition("_")[2].removesuffix("_OLD")
    exchange, _, rest = body.rpartition("_WITH_")
    if code in SCSVS:
        rest = ""
    return Suite(code, name, openssl, *_exchange("" if code in _TLS13 else exchange), *_cipher(rest))


def _exchange(words: str) -> tuple[str, str]:
    """Key exchange and authentication: DHE_RSA is DHE and RSA, RSA is both, PSK is both."""
    parts = [part for part in words.split("_") if part and not part.startswith(("EXPORT", "FIPS"))]
    if not parts:
        return "", ""
    if parts[0] == "SRP":
        return "SRP", parts[2] if len(parts) > 2 else "SRP"
    if parts == ["PSK", "DHE"]:
        return "DHE", "PSK"
    if parts[0].startswith(("GOST", "FORTEZZA")):
        return parts[0], parts[0]
    return parts[0], parts[-1]


def _cipher(words: str) -> tuple[str, str]:
    cipher, _, hash_ = words.rpartition("_")
    if hash_ in ("MD5", "SHA", "SHA256", "SHA384", "SHA512", "SM3", "GOSTR3411"):
        return "NULL" if cipher in ("SHA256", "SHA384") else cipher, hash_
    return words.removesuffix("_NULL"), "SHA256" if "CCM" in words else ""
