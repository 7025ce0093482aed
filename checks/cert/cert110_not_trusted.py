"""A certificate in the key database is not marked as trusted.

## Why it matters

No chain that leads through an untrusted signer is accepted. A server certificate below it cannot be used.

## How it is decided

By the trust flag of each record, and of the issuers in each server certificate's chain.

## What to do

If it is meant to be trusted, set trust in gskkyman (certificate menu) or with ``gsk8capicmd -cert -modify
-trust enable``.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT110",
    "not-trusted",
    "error",
    "key database",
    needs=(KeyDatabase,),
    caused_by=("CERT111",),
    fix="set trust for the signer, then SSLADMIN REFRESH",
    sources=("measured with GSKit 8.0.60.5",),
)
def not_trusted(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT110", KeyWord.ISSUER_UNTRUSTED, KeyWord.NOT_TRUSTED)
