"""Cipher suites as the z/VM SSL server names them: one table, made on first use.

Documented: name, strength set and code of the 27 suites of 2010 (VMSSL command, strength set table), and the
name NULL_SHA256 (II14790). The names, strengths and releases of the other newer suites follow the pattern of
the old table and are unconfirmed; their codes and registry names are certain (IANA, TLS Cipher Suites).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

OFF_BY_DEFAULT = frozenset((0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x3B))
"""NULL, RC4 and RC2 suites: off since the service of mid-2015 (II14790); ENABLE brings them back."""

STRENGTHS = ("High", "Medium", "Low", "None")
"""Strength sets, strongest first."""


class Cipher(NamedTuple):
    """One suite. ``certainty``: ``documented`` or ``unconfirmed``, of its name, strength and first release.

    ``openssl`` is None where OpenSSL has no name for it; ``fips`` None where no list was read that would tell
    whether FIPS mode allows it; ``first_release`` the earliest level that can have it, None where not known.
    """

    name: str
    code: int
    registry: str
    openssl: str | None
    strength: str
    fips: bool | None
    off_by_default: bool
    certainty: str
    first_release: str | None


_DOCUMENTED = """
H RSA_AES_256     0035 TLS_RSA_WITH_AES_256_CBC_SHA       AES256-SHA           yes
H DH_DSS_AES_256  0036 TLS_DH_DSS_WITH_AES_256_CBC_SHA    DH-DSS-AES256-SHA    yes
H DH_RSA_AES_256  0037 TLS_DH_RSA_WITH_AES_256_CBC_SHA    DH-RSA-AES256-SHA    yes
H DHE_DSS_AES_256 0038 TLS_DHE_DSS_WITH_AES_256_CBC_SHA   DHE-DSS-AES256-SHA   yes
H DHE_RSA_AES_256 0039 TLS_DHE_RSA_WITH_AES_256_CBC_SHA   DHE-RSA-AES256-SHA   yes
H 3DES_168_SHA    000A TLS_RSA_WITH_3DES_EDE_CBC_SHA      DES-CBC3-SHA         yes
H DH_DSS_3DES     000D TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA   DH-DSS-DES-CBC3-SHA  yes
H DH_RSA_3DES     0010 TLS_DH_RSA_WITH_3DES_EDE_CBC_SHA   DH-RSA-DES-CBC3-SHA  yes
H DHE_DSS_3DES    0013 TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA  DHE-DSS-DES-CBC3-SHA yes
H DHE_RSA_3DES    0016 TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA  DHE-RSA-DES-CBC3-SHA yes
M RC4_128_SHA     0005 TLS_RSA_WITH_RC4_128_SHA           RC4-SHA              no
M RC4_128_MD5     0004 TLS_RSA_WITH_RC4_128_MD5           RC4-MD5              no
M RSA_AES_128     002F TLS_RSA_WITH_AES_128_CBC_SHA       AES128-SHA           yes
M DH_DSS_AES_128  0030 TLS_DH_DSS_WITH_AES_128_CBC_SHA    DH-DSS-AES128-SHA    yes
M DH_RSA_AES_128  0031 TLS_DH_RSA_WITH_AES_128_CBC_SHA    DH-RSA-AES128-SHA    yes
M DHE_DSS_AES_128 0032 TLS_DHE_DSS_WITH_AES_128_CBC_SHA   DHE-DSS-AES128-SHA   yes
M DHE_RSA_AES_128 0033 TLS_DHE_RSA_WITH_AES_128_CBC_SHA   DHE-RSA-AES128-SHA   yes
L DES_56_SHA      0009 TLS_RSA_WITH_DES_CBC_SHA           DES-CBC-SHA          no
L DH_DSS_DES      000C TLS_DH_DSS_WITH_DES_CBC_SHA        DH-DSS-DES-CBC-SHA   no
L DH_RSA_DES      000F TLS_DH_RSA_WITH_DES_CBC_SHA        DH-RSA-DES-CBC-SHA   no
L DHE_DSS_DES     0012 TLS_DHE_DSS_WITH_DES_CBC_SHA       EDH-DSS-DES-CBC-SHA  no
L DHE_RSA_DES     0015 TLS_DHE_RSA_WITH_DES_CBC_SHA       EDH-RSA-DES-CBC-SHA  no
L RC2_40_MD5      0006 TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5 EXP-RC2-CBC-MD5      no
L RC4_40_MD5      0003 TLS_RSA_EXPORT_WITH_RC4_40_MD5     EXP-RC4-MD5          no
N NULL_SHA        0002 TLS_RSA_WITH_NULL_SHA              NULL-SHA             no
N NULL_MD5        0001 TLS_RSA_WITH_NULL_MD5              NULL-MD5             no
N NULL            0000 TLS_NULL_WITH_NULL_NULL            -                    no
"""
"""Strength, name, code, registry name, OpenSSL name, allowed in FIPS mode (z/OS System SSL, default list)."""

_SHA2 = """
N NULL_SHA256            003B TLS_RSA_WITH_NULL_SHA256            NULL-SHA256
M RSA_AES_128_SHA256     003C TLS_RSA_WITH_AES_128_CBC_SHA256     AES128-SHA256
H RSA_AES_256_SHA256     003D TLS_RSA_WITH_AES_256_CBC_SHA256     AES256-SHA256
M DH_DSS_AES_128_SHA256  003E TLS_DH_DSS_WITH_AES_128_CBC_SHA256  DH-DSS-AES128-SHA256
H DH_DSS_AES_256_SHA256  0068 TLS_DH_DSS_WITH_AES_256_CBC_SHA256  DH-DSS-AES256-SHA256
M DH_RSA_AES_128_SHA256  003F TLS_DH_RSA_WITH_AES_128_CBC_SHA256  DH-RSA-AES128-SHA256
H DH_RSA_AES_256_SHA256  0069 TLS_DH_RSA_WITH_AES_256_CBC_SHA256  DH-RSA-AES256-SHA256
M DHE_DSS_AES_128_SHA256 0040 TLS_DHE_DSS_WITH_AES_128_CBC_SHA256 DHE-DSS-AES128-SHA256
H DHE_DSS_AES_256_SHA256 006A TLS_DHE_DSS_WITH_AES_256_CBC_SHA256 DHE-DSS-AES256-SHA256
M DHE_RSA_AES_128_SHA256 0067 TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 DHE-RSA-AES128-SHA256
H DHE_RSA_AES_256_SHA256 006B TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 DHE-RSA-AES256-SHA256
"""

_GCM = """
M RSA_AES_128_GCM_SHA256     009C TLS_RSA_WITH_AES_128_GCM_SHA256     AES128-GCM-SHA256
H RSA_AES_256_GCM_SHA384     009D TLS_RSA_WITH_AES_256_GCM_SHA384     AES256-GCM-SHA384
M DHE_RSA_AES_128_GCM_SHA256 009E TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 DHE-RSA-AES128-GCM-SHA256
H DHE_RSA_AES_256_GCM_SHA384 009F TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 DHE-RSA-AES256-GCM-SHA384
M DH_RSA_AES_128_GCM_SHA256  00A0 TLS_DH_RSA_WITH_AES_128_GCM_SHA256  DH-RSA-AES128-GCM-SHA256
H DH_RSA_AES_256_GCM_SHA384  00A1 TLS_DH_RSA_WITH_AES_256_GCM_SHA384  DH-RSA-AES256-GCM-SHA384
M DHE_DSS_AES_128_GCM_SHA256 00A2 TLS_DHE_DSS_WITH_AES_128_GCM_SHA256 DHE-DSS-AES128-GCM-SHA256
H DHE_DSS_AES_256_GCM_SHA384 00A3 TLS_DHE_DSS_WITH_AES_256_GCM_SHA384 DHE-DSS-AES256-GCM-SHA384
M DH_DSS_AES_128_GCM_SHA256  00A4 TLS_DH_DSS_WITH_AES_128_GCM_SHA256  DH-DSS-AES128-GCM-SHA256
H DH_DSS_AES_256_GCM_SHA384  00A5 TLS_DH_DSS_WITH_AES_256_GCM_SHA384  DH-DSS-AES256-GCM-SHA384
"""

_CURVES_AND_13 = """
H ECDHE_ECDSA_3DES               C008 TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA   ECDHE-ECDSA-DES-CBC3-SHA
M ECDHE_ECDSA_AES_128            C009 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA    ECDHE-ECDSA-AES128-SHA
H ECDHE_ECDSA_AES_256            C00A TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA    ECDHE-ECDSA-AES256-SHA
H ECDHE_RSA_3DES                 C012 TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA     ECDHE-RSA-DES-CBC3-SHA
M ECDHE_RSA_AES_128              C013 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA      ECDHE-RSA-AES128-SHA
H ECDHE_RSA_AES_256              C014 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA      ECDHE-RSA-AES256-SHA
M ECDHE_ECDSA_AES_128_SHA256     C023 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 ECDHE-ECDSA-AES128-SHA256
H ECDHE_ECDSA_AES_256_SHA384     C024 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 ECDHE-ECDSA-AES256-SHA384
M ECDHE_RSA_AES_128_SHA256       C027 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256   ECDHE-RSA-AES128-SHA256
H ECDHE_RSA_AES_256_SHA384       C028 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384   ECDHE-RSA-AES256-SHA384
M ECDHE_ECDSA_AES_128_GCM_SHA256 C02B TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 ECDHE-ECDSA-AES128-GCM-SHA256
H ECDHE_ECDSA_AES_256_GCM_SHA384 C02C TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ECDHE-ECDSA-AES256-GCM-SHA384
M ECDHE_RSA_AES_128_GCM_SHA256   C02F TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256   ECDHE-RSA-AES128-GCM-SHA256
H ECDHE_RSA_AES_256_GCM_SHA384   C030 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384   ECDHE-RSA-AES256-GCM-SHA384
M AES_128_GCM_SHA256             1301 TLS_AES_128_GCM_SHA256                  TLS_AES_128_GCM_SHA256
H AES_256_GCM_SHA384             1302 TLS_AES_256_GCM_SHA384                  TLS_AES_256_GCM_SHA384
H CHACHA20_POLY1305_SHA256       1303 TLS_CHACHA20_POLY1305_SHA256            TLS_CHACHA20_POLY1305_SHA256
"""

_FIPS_CURVES = frozenset((0xC008, 0xC009, 0xC00A, 0xC012, 0xC013, 0xC014))
"""Newer suites that System SSL's list for FIPS mode names; of the rest it says nothing."""

_NEWER = ((_SHA2, "630"), (_GCM, "640"), (_CURVES_AND_13, None))
"""Newer suites, first level that can have them: SHA-256 from 6.3, GCM after it, the rest by service."""


@cache
def table() -> tuple[Cipher, ...]:
    """All suites: the documented ones, strongest first, then the newer ones."""
    return (*_documented(), *_newer())


def _documented() -> Iterator[Cipher]:
    for row in _DOCUMENTED.strip().splitlines():
        letter, name, digits, registry, openssl, fips = row.split()
        code = int(digits, 16)
        off = code in OFF_BY_DEFAULT
        known = None if openssl == "-" else openssl
        strength = _STRENGTH[letter]
        yield Cipher(name, code, registry, known, strength, fips == "yes", off, "documented", "540")


def _newer() -> Iterator[Cipher]:
    for text, release in _NEWER:
        for row in text.strip().splitlines():
            letter, name, digits, registry, openssl = row.split()
            code = int(digits, 16)
            fips = True if code in _FIPS_CURVES else None
            off = code in OFF_BY_DEFAULT
            certainty = "documented" if name == "NULL_SHA256" else "unconfirmed"
            yield Cipher(name, code, registry, openssl, _STRENGTH[letter], fips, off, certainty, release)


_STRENGTH = {strength[0]: strength for strength in STRENGTHS}
