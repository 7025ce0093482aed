"""A certificate is signed with a hash that peers no longer accept.

## Why it matters

MD5 and SHA-1 signatures can be forged. MODE NIST-800-131A and most clients refuse them. The signature of
a root does not matter: it is trusted for itself.

## How it is decided

By the signature algorithm of every certificate but self-signed ones.

## What to do

Have the certificate, or the CA's, issued again with a SHA-2 signature.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import toned
from ssldiag.api import Facts, Finding, KeyDatabase, StoredCertificate, check, finding

WEAK = ("md2", "md4", "md5", "sha1")


@check(
    "CERT107",
    "weak-signature",
    "warning",
    "key database",
    needs=(StoredCertificate,),
    fix="have the certificate issued again with SHA-256 or better",
    sources=("http://www-01.ibm.com/support/docview.wss?uid=isg1PM93363",),
    facts=("KDB011",),
)
def weak_signature(facts: Facts) -> Iterator[Finding]:
    for database in facts.all(KeyDatabase):
        for item in () if database.request else database.certificates:
            certificate = item.certificate
            if certificate and not certificate.self_issued and certificate.signature_hash in WEAK:
                message = f"the certificate {item.label} is signed with {certificate.signature_hash.upper()}"
                yield toned(facts, database, finding("CERT107", message, item.place, about=(item.label,)))
