"""Names of cipher suites as GSKit products take them: which are known, which are weak, which FIPS leaves
out.

Sources: IBM MQ 9.4, "Deprecated and removed CipherSpecs" (also for the column FIPS); RFC 7465 (RC4), RFC
8996, RFC 9155, NIST SP 800-131A Rev. 2 (Triple DES is not allowed after 2023).
"""

from __future__ import annotations

import re

from ssldiag.api import ciphers

WEAK = (
    (r"NULL", "does not encrypt"),
    (r"EXPORT|_40_|RC2|(?<!3)DES_CBC_(?!EDE)|DES_SHA|DES_CBC_SHA$", "has keys of 56 bits or fewer"),
    (r"RC4", "is RC4, which RFC 7465 forbids"),
    (r"3DES|TRIPLE_DES|EDE", "is Triple DES, which SP 800-131A no longer allows"),
    (r"MD5", "is built on MD5"),
    (r"ANON", "proves nobody's identity"),
)
"""What a name shows (upper case), and why it is weak; the first that fits counts."""

NOT_FIPS = re.compile(r"NULL|EXPORT|RC2|RC4|MD5|CHACHA|ANON|(?<!3)DES_(?:SHA|CBC)(?!_EDE)|_US$|FIPS_WITH")
"""Names of suites that a FIPS mode leaves out (IBM MQ's table; ChaCha20 is no FIPS algorithm)."""

SHORT = re.compile(r"[0-9A-F]{2}B?|[0-9A-F]{4}")
"""Codes instead of names: ``35``, ``35b``, ``C02F``."""

MQ_DEPRECATED = frozenset(
    word
    for line in (
        "AES_SHA_US DES_SHA_EXPORT DES_SHA_EXPORT1024 FIPS_WITH_DES_CBC_SHA FIPS_WITH_3DES_EDE_CBC_SHA",
        "NULL_MD5 NULL_SHA RC2_MD5_EXPORT RC4_MD5_EXPORT RC4_MD5_US RC4_SHA_US RC4_56_SHA_EXPORT1024",
        "TRIPLE_DES_SHA_US TLS_RSA_EXPORT_WITH_RC2_40_MD5 TLS_RSA_EXPORT_WITH_RC4_40_MD5",
        "TLS_RSA_WITH_DES_CBC_SHA",
        "TLS_RSA_WITH_NULL_MD5 TLS_RSA_WITH_NULL_SHA TLS_RSA_WITH_RC4_128_MD5 TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA TLS_RSA_WITH_3DES_EDE_CBC_SHA ECDHE_ECDSA_NULL_SHA256",
        "ECDHE_RSA_NULL_SHA256 ECDHE_ECDSA_RC4_128_SHA256 ECDHE_RSA_RC4_128_SHA256 TLS_RSA_WITH_NULL_SHA256",
        "ECDHE_ECDSA_3DES_EDE_CBC_SHA256 ECDHE_RSA_3DES_EDE_CBC_SHA256 TLS_RSA_WITH_RC4_128_SHA256",
    )
    for word in line.split()
)
"""CipherSpecs that IBM MQ starts no channel with unless told to."""

MQ_CURRENT = frozenset(
    word
    for line in (
        "ANY ANY_TLS12 ANY_TLS12_OR_HIGHER ANY_TLS13 ANY_TLS13_OR_HIGHER TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_CCM_SHA256 TLS_AES_128_CCM_8_SHA256",
        "ECDHE_ECDSA_AES_128_CBC_SHA256 ECDHE_ECDSA_AES_256_CBC_SHA384 ECDHE_ECDSA_AES_128_GCM_SHA256",
        "ECDHE_ECDSA_AES_256_GCM_SHA384 ECDHE_RSA_AES_128_CBC_SHA256 ECDHE_RSA_AES_256_CBC_SHA384",
        "ECDHE_RSA_AES_128_GCM_SHA256 ECDHE_RSA_AES_256_GCM_SHA384 TLS_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_256_CBC_SHA256 TLS_RSA_WITH_AES_128_GCM_SHA256 TLS_RSA_WITH_AES_256_GCM_SHA384",
    )
    for word in line.split()
)
"""The CipherSpecs that it takes at once."""


def weak(name: str) -> str:
    """Why a suite is weak; empty for one that is not."""
    plain = name.upper().replace("-", "_")
    return next((why for pattern, why in WEAK if re.search(pattern, plain)), "")


def outside_fips(name: str) -> bool:
    """Whether a FIPS mode leaves it out, by its name."""
    return bool(NOT_FIPS.search(name.upper().replace("-", "_")))


def is_known(name: str) -> bool:
    """Whether any table of suites has it, under a name or a code."""
    return bool(SHORT.fullmatch(name.upper())) or ciphers.by_any_name(name) is not None
