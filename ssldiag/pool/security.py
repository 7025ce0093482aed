"""VMSSL operands in, protocols and suites for the local OpenSSL out. What that cannot do is refused by name.

Sources: VMSSL command (PROTOCOL, EXEMPT, ENABLE, MODE; a strength set takes the weaker ones along); for the
order of preference and for TLS 1.3 the choice is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ssldiag.pool.plan import SecurityPlan
from ssldiag.readers.ciphers import Cipher, by_name, exempted, strength_set, table
from ssldiag.readers.vmssl import VmsslOperands

VERSIONS = {
    "SSLV2": "SSLv2",
    "SSLV3": "SSLv3",
    "TLSV1_0": "TLSv1.0",
    "TLSV1_1": "TLSv1.1",
    "TLSV1_2": "TLSv1.2",
    "TLSV1_3": "TLSv1.3",
}
"""VMSSL's word -> the protocol. TLSV1_3 is no documented word of z/VM: an addition of ours."""

DEFAULT_VERSIONS = ("TLSV1_2",)
"""PROTOCOL of level 740; of some older levels the default is not established (a choice of ours)."""

TLS13 = 0x1300
"""Codes of TLS 1.3 suites are 0x1301 to 0x1305 (RFC 8446, B.4)."""


@dataclass(frozen=True, slots=True)
class LocalTls:
    """What the local OpenSSL can do: protocol names as in :data:`VERSIONS`, OpenSSL names of suites."""

    versions: frozenset[str]
    ciphers: frozenset[str]


class VmsslError(ValueError):
    """Operands that VMSSL would refuse; the text is one sentence."""


def security(operands: VmsslOperands, local: LocalTls) -> SecurityPlan:
    """Protocols and suites in effect. Raises VmsslError for operands that cannot be meant together, and where
    nothing is left to offer.
    """
    refused: list[str] = []
    wanted = versions(operands)
    usable = [VERSIONS[word] for word in wanted if VERSIONS[word] in local.versions]
    missing = [word for word in wanted if VERSIONS[word] not in usable]
    refused += [f"{word} is not supported by the local OpenSSL" for word in missing]
    if not usable:
        raise VmsslError(f"PROTOCOL leaves no version that can be used here: {' '.join(wanted) or 'none'}")
    chosen = list(suites(operands))
    here = [cipher for cipher in chosen if cipher.openssl in local.ciphers]
    if named := asked_by_name(operands, chosen, here):
        refused.append(f"not supported by the local OpenSSL: {' '.join(named)}")
    modern = [cipher for cipher in here if is_tls13(cipher)]
    older = [cipher for cipher in here if not is_tls13(cipher)]
    if not older and usable != ["TLSv1.3"]:
        raise VmsslError("EXEMPT leaves no cipher suite that can be used here")
    order = [name for name in VERSIONS.values() if name in usable]
    between = list(VERSIONS.values())[
        list(VERSIONS.values()).index(order[0]) : list(VERSIONS.values()).index(order[-1])
    ]
    return SecurityPlan(
        tuple(word for word in wanted if VERSIONS[word] in usable),
        order[0],
        order[-1],
        tuple(name for name in between if name not in order),
        tuple(cipher.openssl or "" for cipher in older),
        tuple(cipher.openssl or "" for cipher in modern) if "TLSv1.3" in usable else (),
        tuple(cipher.name for cipher in here if not is_tls13(cipher) or "TLSv1.3" in usable),
        tuple(word.value.upper() for word in operands.exempt),
        tuple(word.value.upper() for word in operands.enable),
        operands.mode.value if operands.mode else "FIPS-140-2" if operands.fips else "STANDARD",
        tuple(refused),
    )


def versions(operands: VmsslOperands) -> tuple[str, ...]:
    """The words of the versions that are on, oldest first. Signed ones change the default, others replace it.

    Raises VmsslError for words that name no version, and for SSLV2 beside TLSV1_2 (PROTOCOL operand).
    """
    given = [item.value for item in operands.protocols]
    for _, name in given:
        if name not in VERSIONS:
            raise VmsslError(f"PROTOCOL {name} is not a version that VMSSL knows")
    plain = [name for sign, name in given if not sign]
    on = set(plain or DEFAULT_VERSIONS)
    for sign, name in given:
        if sign == "+":
            on.add(name)
        elif sign == "-":
            on.discard(name)
    if {"SSLV2", "TLSV1_2"} <= on:
        raise VmsslError("PROTOCOL cannot switch on SSLV2 and TLSV1_2 together")
    return tuple(word for word in VERSIONS if word in on)


def suites(operands: VmsslOperands) -> Iterator[Cipher]:
    """The suites that are left on, strongest set first. Raises VmsslError for EXEMPT with names and sets."""
    words = [word.value for word in operands.exempt]
    sets = [word for word in words if strength_set(word)]
    if sets and len(sets) != len(words):
        raise VmsslError("EXEMPT takes cipher suites or one strength set, not both")
    for word in (*words, *(item.value for item in operands.enable)):
        if not strength_set(word) and by_name(word) is None:
            raise VmsslError(f"{word.upper()} is not a cipher suite that VMSSL knows")
    gone = exempted(words)
    enabled = {cipher.code for item in operands.enable if (cipher := by_name(item.value))}
    strict = operands.fips is not None or (operands.mode is not None and operands.mode.value != "STANDARD")
    for cipher in sorted(table(), key=preference):
        allowed = not cipher.off_by_default or cipher.code in enabled
        if allowed and cipher.code not in gone and not (strict and cipher.fips is False):
            yield cipher


def preference(cipher: Cipher) -> tuple[bool, bool, bool, str]:
    """Our order, as no document gives one: forward secrecy, then AEAD, then the longer key."""
    ephemeral = is_tls13(cipher) or "ECDHE" in cipher.registry
    aead = "GCM" in cipher.registry or "POLY1305" in cipher.registry
    return (not ephemeral, not aead, cipher.strength != "High", cipher.registry)


def is_tls13(cipher: Cipher) -> bool:
    """Whether it is a suite of TLS 1.3."""
    return cipher.code & 0xFF00 == TLS13


def asked_by_name(operands: VmsslOperands, chosen: Iterable[Cipher], here: list[Cipher]) -> list[str]:
    """Suites that ENABLE names and the local OpenSSL lacks; those on by default are silent."""
    wanted = {cipher.code for item in operands.enable if (cipher := by_name(item.value))}
    return [cipher.name for cipher in chosen if cipher.code in wanted and cipher not in here]
