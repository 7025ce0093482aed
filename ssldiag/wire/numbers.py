"""Numbers of the TLS protocols in, names out. An unknown number gives its hexadecimal form, never an error.

Sources: IANA, TLS Parameters and TLS ExtensionType Values; RFC 8446; RFC 8701 (GREASE); the SSL 2.0 draft
(Hickman 1995); numbers of drafts as their deployed implementations use them, said so in the name.
"""

from __future__ import annotations

from collections.abc import Mapping

from ssldiag.wire.number_tables import (
    ALERTS,
    CERTIFICATE_TYPES,
    EXTENSIONS,
    GROUPS,
    HANDSHAKE_TYPES,
    SIGNATURES,
    SSL2_ERRORS,
    SSL2_KINDS,
    SSL2_MESSAGES,
    VERSIONS,
)
from ssldiag.wire.suites import suite

SSL2, SSL3, TLS10, TLS11, TLS12, TLS13 = 0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304

GREASE = frozenset(0x0A0A + 0x1010 * step for step in range(16))
"""Numbers that mean nothing and must be ignored (RFC 8701 2)."""


def is_grease(number: int) -> bool:
    """Whether a suite, group, extension, version or signature scheme is a GREASE value (RFC 8701)."""
    return number in GREASE


def version_name(number: int) -> str:
    """``TLSv1.2`` for 0x0303; drafts as ``TLSv1.3-draft28``."""
    if number >> 8 == 0x7F:
        return f"TLSv1.3-draft{number & 0xFF:02d}"
    if number >> 8 == 0xFB:  # Facebook's Fizz, before the standard
        return f"TLSv1.3-draft{number & 0xFF:02d} (fb)"
    return _name(VERSIONS, number)


def is_tls13(version: int | None) -> bool:
    """Whether a negotiated version is TLS 1.3 or a draft of it."""
    return version is not None and (version == TLS13 or version >> 8 in (0x7F, 0x7E, 0xFB))


def suite_name(number: int) -> str:
    """The registered name of a suite; the name of an SSL 2.0 cipher kind if the number has three bytes."""
    if number > 0xFFFF:
        return SSL2_KINDS.get(number, f"0x{number:06x}")
    found = suite(number)
    return found.name if found else _name({}, number)


def group_name(number: int) -> str:
    """The name of a key-exchange group (RFC 8446 4.2.7 and the registry)."""
    return _name(GROUPS, number)


def signature_name(number: int) -> str:
    """The name of a signature scheme; older pairs of hash and signature as ``dsa_sha1`` (RFC 5246 A.4.1)."""
    return _name(SIGNATURES, number)


def extension_name(number: int) -> str:
    """The name of an extension."""
    return _name(EXTENSIONS, number)


def alert_name(code: int) -> str:
    """The name of an alert description (RFC 8446 B.2); ``alert_N`` where there is none."""
    return ALERTS.get(code, f"alert_{code}")


def handshake_name(number: int) -> str:
    """The name of a handshake message; ``unknown_handshake`` where there is none."""
    return HANDSHAKE_TYPES.get(number, "unknown_handshake")


def certificate_type_name(number: int) -> str:
    """The name of a ClientCertificateType of a CertificateRequest (RFC 5246 7.4.4)."""
    return CERTIFICATE_TYPES.get(number, f"0x{number:02x}")


def ssl2_message_name(number: int) -> str:
    """The name of an SSL 2.0 message."""
    return SSL2_MESSAGES.get(number, "ssl2_unknown")


def ssl2_error_name(number: int) -> str:
    """The name of an SSL 2.0 error code."""
    return SSL2_ERRORS.get(number, f"0x{number:04x}")


def _name(table: Mapping[int, str], number: int) -> str:
    if number in GREASE:
        return f"GREASE (0x{number:04x})"
    return table.get(number, f"0x{number:04x}")
