"""Protocols and cipher suites of System TLS on IBM i by release, and the version that two settings meet at.

Pure functions and tables. What IBM's pages leave open about a release is said to be uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

ORDER = ("TLSV1.3", "TLSV1.2", "TLSV1.1", "TLSV1", "SSLV3", "SSLV2")
"""The words of QSSLPCL without their star, newest first."""

WEAK_PROTOCOLS = frozenset(("TLSV1.1", "TLSV1", "SSLV3", "SSLV2"))
"""What IBM lists as weak (support document 666411, as of December 2023)."""

WEAK_PARTS = ("RC4", "NULL", "DES", "EXPORT", "MD5")
"""Parts of names of the ciphers that the same document lists as weak; DES stands for 3DES too."""

V5R4 = {
    "TLSV1": ("TLSV1",),
    "TLSV1_SSLV3": ("TLSV1", "SSLV3"),
    "ALL": ("TLSV1", "SSLV3", "SSLV2"),
    "SSLV3_SSLV2": ("SSLV3", "SSLV2"),
    "SSLV3": ("SSLV3",),
    "SSLV2": ("SSLV2",),
}
"""The protocol values that applications of V5R4 choose from, each with what it tries, in this order
(i5/OS V5R4, Secure Sockets Layer)."""


class Known(NamedTuple):
    """A list and whether it is documented for the release in question."""

    values: tuple[str, ...]
    certain: bool


class IbmiCipher(NamedTuple):
    """A suite. ``code`` is its registry number, None for a kind of SSL 2.0; ``registry`` the IANA name;
    ``protocols`` those that it can be used with, newest first; ``shipped`` the levels whose QSSLCSL has it.
    """

    name: str
    code: int | None
    registry: str
    protocols: tuple[str, ...]
    shipped: tuple[int, ...]

    @property
    def weak(self) -> bool:
        """Whether IBM lists it as weak."""
        return any(part in WEAK_PARTS or part == "3DES" for part in self.name.split("_"))


def tries(value: str) -> tuple[str, ...]:
    """The versions that a protocol value of V5R4, or a word of QSSLPCL, stands for; newest first.

    >>> tries("ALL"), tries("*TLSV1.2"), tries("rubbish")
    (('TLSV1', 'SSLV3', 'SSLV2'), ('TLSV1.2',), ())
    """
    word = value.strip().upper().removeprefix("*")
    if word in V5R4:
        return V5R4[word]
    return (word,) if word in ORDER else ()


def meet(one: str, other: str) -> str | None:
    """The version at which two protocol values of V5R4 meet: the newest that both try; None if there is none.

    >>> meet("ALL", "SSLV3_SSLV2"), meet("TLSV1", "SSLV3")
    ('SSLV3', None)
    """
    return meet_lists(tries(one), tries(other))


def meet_lists(one: Iterable[str], other: Iterable[str]) -> str | None:
    """The newest version in both lists, each in the words of QSSLPCL with or without star."""
    ours = {version for word in one for version in tries(word)}
    theirs = {version for word in other for version in tries(word)}
    return next((version for version in ORDER if version in ours & theirs), None)


_OPSYS = {
    610: Known(("TLSV1", "SSLV3"), False),
    710: Known(("TLSV1", "SSLV3"), True),
    720: Known(("TLSV1.2", "TLSV1.1", "TLSV1"), True),
    730: Known(("TLSV1.3", "TLSV1.2", "TLSV1.1", "TLSV1"), False),
    740: Known(("TLSV1.3", "TLSV1.2"), False),
    750: Known(("TLSV1.3", "TLSV1.2"), False),
}
"""What ``*OPSYS`` of QSSLPCL stands for. 7.1 and 7.2: IBM's 7.5 page. 7.3 has TLS 1.3 only with PTFs; of 7.4
only the first is documented, of 6.1 and 7.5 nothing is."""

_SUPPORTED = {
    510: ("TLSV1", "SSLV3", "SSLV2"),
    610: ("TLSV1", "SSLV3", "SSLV2"),
    710: ("TLSV1.2", "TLSV1.1", "TLSV1", "SSLV3", "SSLV2"),
    720: ("TLSV1.2", "TLSV1.1", "TLSV1", "SSLV3", "SSLV2"),
    730: ORDER,
}
"""What QSSLPCL can hold from a release on (before 6.1: what applications can ask for). 7.1 has TLS 1.1 and
1.2 only with TR6 and a PTF, 7.3 has TLS 1.3 only with PTFs."""

FIRST_QSSL = 610
"""The first release that has QSSLPCL, QSSLCSLCTL and QSSLCSL."""


def opsys_protocols(level: int) -> Known | None:
    """What ``*OPSYS`` of QSSLPCL stands for at a release; None before 6.1 and after 7.5.

    >>> opsys_protocols(720).certain, opsys_protocols(540)
    (True, None)
    """
    return _OPSYS.get(level)


def supported_protocols(level: int) -> tuple[str, ...]:
    """What can be enabled at a release at all, newest first."""
    return next((_SUPPORTED[first] for first in sorted(_SUPPORTED, reverse=True) if level >= first), ())


_T3, _T2 = ("TLSV1.3",), ("TLSV1.2",)
_T = ("TLSV1.2", "TLSV1.1", "TLSV1")
_S = (*_T, "SSLV3")
_DES = ("TLSV1.1", "TLSV1", "SSLV3")
_EXPORT = ("TLSV1", "SSLV3")
_USES = {"3": _T3, "2": _T2, "T": _T, "S": _S, "D": _DES, "E": _EXPORT, "O": ("SSLV2",)}

_CIPHERS = """
AES_128_GCM_SHA256                   1301 3 730,740 TLS_AES_128_GCM_SHA256
AES_256_GCM_SHA384                   1302 3 730,740 TLS_AES_256_GCM_SHA384
CHACHA20_POLY1305_SHA256             1303 3 730,740 TLS_CHACHA20_POLY1305_SHA256
ECDHE_ECDSA_AES_128_GCM_SHA256       C02B 2 720,730,740 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
ECDHE_ECDSA_AES_256_GCM_SHA384       C02C 2 720,730,740 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
ECDHE_RSA_AES_128_GCM_SHA256         C02F 2 720,730,740 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
ECDHE_RSA_AES_256_GCM_SHA384         C030 2 720,730,740 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
ECDHE_ECDSA_CHACHA20_POLY1305_SHA256 CCA9 2 730,740 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
ECDHE_RSA_CHACHA20_POLY1305_SHA256   CCA8 2 730,740 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
RSA_AES_128_GCM_SHA256               009C 2 720,730 TLS_RSA_WITH_AES_128_GCM_SHA256
RSA_AES_256_GCM_SHA384               009D 2 720,730 TLS_RSA_WITH_AES_256_GCM_SHA384
ECDHE_ECDSA_AES_128_CBC_SHA256       C023 2 720,730 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
ECDHE_ECDSA_AES_256_CBC_SHA384       C024 2 720,730 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
ECDHE_RSA_AES_128_CBC_SHA256         C027 2 720,730 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
ECDHE_RSA_AES_256_CBC_SHA384         C028 2 720,730 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
RSA_AES_128_CBC_SHA256               003C 2 720,730 TLS_RSA_WITH_AES_128_CBC_SHA256
RSA_AES_128_CBC_SHA                  002F T 710,720,730 TLS_RSA_WITH_AES_128_CBC_SHA
RSA_AES_256_CBC_SHA256               003D 2 720,730 TLS_RSA_WITH_AES_256_CBC_SHA256
RSA_AES_256_CBC_SHA                  0035 T 710,720,730 TLS_RSA_WITH_AES_256_CBC_SHA
ECDHE_ECDSA_3DES_EDE_CBC_SHA         C008 2 720,730 TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
ECDHE_RSA_3DES_EDE_CBC_SHA           C012 2 720,730 TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
RSA_3DES_EDE_CBC_SHA                 000A S 710,720,730 TLS_RSA_WITH_3DES_EDE_CBC_SHA
ECDHE_ECDSA_RC4_128_SHA              C007 2 720 TLS_ECDHE_ECDSA_WITH_RC4_128_SHA
ECDHE_RSA_RC4_128_SHA                C011 2 720 TLS_ECDHE_RSA_WITH_RC4_128_SHA
RSA_RC4_128_SHA                      0005 S 710,720 TLS_RSA_WITH_RC4_128_SHA
RSA_RC4_128_MD5                      0004 S 710,720 TLS_RSA_WITH_RC4_128_MD5
RSA_DES_CBC_SHA                      0009 D 710,720 TLS_RSA_WITH_DES_CBC_SHA
RSA_EXPORT_RC4_40_MD5                0003 E 710,720 TLS_RSA_EXPORT_WITH_RC4_40_MD5
RSA_EXPORT_RC2_CBC_40_MD5            0006 E 710,720 TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5
ECDHE_ECDSA_NULL_SHA                 C006 2 720 TLS_ECDHE_ECDSA_WITH_NULL_SHA
ECDHE_RSA_NULL_SHA                   C010 2 720 TLS_ECDHE_RSA_WITH_NULL_SHA
RSA_NULL_SHA256                      003B 2 720 TLS_RSA_WITH_NULL_SHA256
RSA_NULL_SHA                         0002 S 710,720 TLS_RSA_WITH_NULL_SHA
RSA_NULL_MD5                         0001 S 710,720 TLS_RSA_WITH_NULL_MD5
RSA_RC2_CBC_128_MD5                  -    O - SSL_CK_RC2_128_CBC_WITH_MD5
RSA_DES_CBC_MD5                      -    O - SSL_CK_DES_64_CBC_WITH_MD5
RSA_3DES_EDE_CBC_MD5                 -    O - SSL_CK_DES_192_EDE3_CBC_WITH_MD5
"""
"""Names and shipped lists: IBM's pages on System SSL ciphers of 7.1 to 7.4; codes: IANA. The last column of
uses is documented for 7.3 down to 3DES; below that it follows curl's OS/400 table."""


@cache
def ciphers() -> tuple[IbmiCipher, ...]:
    """Every suite that an IBM i names, in the order of IBM's newest list."""
    rows = (line.split() for line in _CIPHERS.strip().splitlines())
    return tuple(
        IbmiCipher(
            name,
            None if code == "-" else int(code, 16),
            registry,
            _USES[use],
            () if levels == "-" else tuple(int(level) for level in levels.split(",")),
        )
        for name, code, use, levels, registry in rows
    )


@cache
def _by_name() -> dict[str, IbmiCipher]:
    return {name: cipher for cipher in ciphers() for name in (cipher.name, cipher.registry)}


def cipher(name: str) -> IbmiCipher | None:
    """The suite of an IBM i name (with or without star) or a registry name.

    >>> cipher("*RSA_AES_128_CBC_SHA").code == 0x2F
    True
    """
    return _by_name().get(name.strip().upper().removeprefix("*"))


def shipped_ciphers(level: int) -> Known | None:
    """The names that QSSLCSL of a release holds as shipped; None where no page lists them.

    7.1: the tenth of its ten names is not documented.
    """
    names = tuple(item.name for item in ciphers() if level in item.shipped)
    return Known(names, level != 710) if names else None
