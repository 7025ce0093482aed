"""A signer has expired.

## Why it matters

What an expired CA issued is refused, trusted or not: by clients when it is the server's chain, by the SSL
server when it is a client's.

## How it is decided

By the last day of signers in the key database, and of the issuers in each server certificate's chain.

## What to do

Import the CA's successor, have the server certificates issued by it, and delete the old one.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT108",
    "signer-expired",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="import the CA's successor, then SSLADMIN REFRESH",
    sources=("measured with GSKit 8.0.60.5",),
)
def signer_expired(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT108", KeyWord.SIGNER_EXPIRED, KeyWord.ISSUER_EXPIRED, loose=True)
