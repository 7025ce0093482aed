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

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    ProtectedApplication,
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

OLD_HASHES = frozenset(("md2", "md4", "md5", "sha1"))


@check(
    "ZVM223",
    "nist-certificate",
    "error",
    "DTCPARMS and key database",
    needs=(SslServerPool,),
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
    databases = [item for item in databases_of(facts, pool) if item.is_store and not item.request]
    if not databases:
        yield Undecided(
            f"the key database of {pool.name} was not collected",
            "the key database that KEYFILE names, or a gskkyman listing of it",
        )
    used = {item.label.value for item in facts.all(ProtectedApplication) if item.label}
    for certificate in (item for database in databases for item in database.certificates):
        weak = weakness(certificate) if certificate.has_key else None
        if weak:
            yield finding(
                "ZVM223",
                f"the certificate {certificate.label} {weak}, which {mode.value} does not accept",
                (certificate.place, "the certificate"),
                (mode, f"the mode of {pool.name}"),
                about=about(pool, certificate.label),
                severity=None if certificate.label in used else Severity.WARNING,
            )


def weakness(stored: StoredCertificate) -> str | None:
    """What falls short, as a predicate; None where nothing is known to."""
    key = stored.certificate.key if stored.certificate else ""
    is_rsa = key.startswith("RSA") if key else stored.key_bits is not None and stored.key_bits >= 512
    if is_rsa and stored.key_bits is not None and stored.key_bits < SMALLEST:
        return f"has an RSA key of {stored.key_bits} bits"
    used = (stored.certificate.signature_hash or "") if stored.certificate else ""
    if used.lower() in OLD_HASHES:
        return f"is signed with {used.upper()}"
    return None
