"""The certificate that a product shows has a weak key or signature.

## Why it matters

Peers refuse RSA keys below 2048 bits and signatures with MD5 or SHA-1: browsers and current Java at
once, GSKit under TLS 1.3.

## How it is decided

By key and signature of the certificate under the label that the configuration names (the default
certificate where it names none). The signature of a self-signed certificate proves nothing and is left
alone.

## What to do

Have a new certificate made: RSA of 2048 bits or more or an elliptic curve, signed with SHA-256 or
better.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import about, called, capital, database_name, with_certificate, written
from ssldiag.api import Facts, Finding, KeyUse, check, finding

both = " and ".join

LEAST = 2048
"""Bits of an RSA or DSA key (NIST SP 800-131A Rev. 2, table 2)."""


@check(
    "LNX114",
    "label-weak",
    "warning",
    "key database in use",
    needs=(KeyUse,),
    caused_by=("CERT106", "CERT107"),
    fix="make a new certificate: RSA 2048 or more, SHA-256",
    sources=("NIST SP 800-131A Rev. 2, tables 2 and 8", "measured with GSKit 8.0.60.5"),
)
def label_weak(facts: Facts) -> Iterator[Finding]:
    for item, stored in with_certificate(facts):
        certificate = stored.certificate
        if certificate is None:
            continue
        faults = []
        if certificate.key.startswith(("RSA", "DSA")) and (certificate.key_bits or LEAST) < LEAST:
            faults.append(f"has a key of {certificate.key}")
        if certificate.signature_hash in ("md2", "md5", "sha1") and not certificate.self_issued:
            faults.append(f"is signed with {certificate.signature_hash.upper()}")
        if faults:
            yield finding(
                "LNX114",
                capital(f"{item.who} shows {called(item)} from {database_name(item)}, which {both(faults)}"),
                written(item),
                (stored.place, "the certificate"),
                about=about(item),
            )
