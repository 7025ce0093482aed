"""A certificate breaks the rules for certificates.

## Why it matters

Some peers take it, others end the handshake with a decoding error that nobody can explain. ssldiag still
reads who it belongs to and when it ends.

## How it is decided

By what a strict X.509 parser refuses or warns of: negative serial numbers, bad dates, broken encodings,
duplicate extensions (RFC 5280).

## What to do

Have the certificate issued again; the CA that made it should hear of the fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT117",
    "defective-certificate",
    "warning",
    "certificate",
    needs=(KeyDatabase,),
    fix="have the certificate issued again, without the fault",
    sources=("RFC 5280",),
)
def defective_certificate(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT117", KeyWord.DEFECTIVE, loose=True)
