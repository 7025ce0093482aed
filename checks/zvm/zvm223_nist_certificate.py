"""A server certificate is too weak for MODE NIST-800-131A.

## Why it matters

In this mode the server refuses RSA keys below 2048 bits and signatures made with anything less than SHA-2.
A certificate that does not comply cannot be used: connections that name its label fail.

## How it is decided

Every certificate with a private key in the key database of a server with MODE NIST-800-131A. It is an error
where FTP, SMTP, Telnet or a PORT statement uses the label, a warning for the others.

## What to do

Have a new certificate issued, RSA with 2048 bits or more and signed with SHA-256, receive it under the same
label, and bring it into use:

    SSLADMIN REFRESH
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    KeyDatabase,
    ProtectedApplication,
    ServerInUse,
    Severity,
    SslServerPool,
    StoredCertificate,
    Undecided,
    check,
    databases_of,
    finding,
    servers_in_use,
)
from zvm._entries import settled
from zvm._operands import about

SMALLEST = 2048
"""Bits of an RSA key under NIST SP 800-131A (PM93363)."""

OLD_HASH = re.compile(r"md[245]|sha-?1(?![0-9])")


@check(
    "ZVM223",
    "nist-certificate",
    "error",
    "DTCPARMS and key database",
    needs=(ServerInUse,),
    releases="540+",
    fix="have a new certificate issued: RSA 2048 or more, signed with SHA-256",
    sources=("http://www-01.ibm.com/support/docview.wss?uid=isg1PM93363",),
    facts=("PRM023",),
)
def nist_certificate(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    mode = pool.operands.mode
    if mode is None or not mode.value.upper().startswith("NIST"):
        return
    databases = [item for item in databases_of(facts, pool) if item.holds_keys]
    if not databases:
        yield Undecided(
            f"the key database of {pool.name} was not collected",
            "the key database that KEYFILE names, or a gskkyman listing of it",
        )
    used = {item.label.value for item in facts.all(ProtectedApplication) if item.label}
    for database, certificate in ((item, stored) for item in databases for stored in item.certificates):
        weak = weakness(certificate, database) if certificate.has_key else None
        if weak:
            yield finding(
                "ZVM223",
                f"the certificate {certificate.label} {weak}, which {mode.value} does not accept",
                (certificate.place, "the certificate"),
                (mode, f"the mode of {pool.name}"),
                about=about(pool, certificate.label),
                severity=None if certificate.label in used else Severity.WARNING,
            )


def weakness(stored: StoredCertificate, database: KeyDatabase) -> str | None:
    """What falls short, as a predicate; None where nothing is known to."""
    key = stored.certificate.key if stored.certificate else "RSA" if printed_as_rsa(stored, database) else ""
    if key.startswith("RSA") and stored.key_bits is not None and stored.key_bits < SMALLEST:
        return f"has an RSA key of {stored.key_bits} bits"
    if stored.certificate is not None:
        text = stored.certificate.signature_hash or ""
    else:
        text = printed(stored, database, "signature algorithm")
    found = OLD_HASH.search(text.lower())
    return f"is signed with {found[0].upper()}" if found else None


def printed(stored: StoredCertificate, database: KeyDatabase, field: str) -> str:
    """A field of the certificate as a gskkyman session printed it, or an empty text."""
    for shown in database.listing.certificates if database.listing else ():
        value = shown.field(field) if shown.label and shown.label.value == stored.label else None
        if value is not None:
            return value.value
    return ""


def printed_as_rsa(stored: StoredCertificate, database: KeyDatabase) -> bool:
    """Whether a session says that the key is RSA."""
    return "rsa" in printed(stored, database, "public key algorithm").lower()
