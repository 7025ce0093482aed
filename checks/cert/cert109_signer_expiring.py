"""A signer is about to expire.

## Why it matters

From that day on what it issued is refused, also certificates that are themselves still valid.

## How it is decided

By the last day of the signers in the key database, against the days of ``--expiry-days``.

## What to do

Ask the CA for its successor, import it, and plan new server certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT109",
    "signer-expiring",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="import the CA's successor and plan new server certificates",
    sources=("measured with GSKit 8.0.60.5",),
)
def signer_expiring(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT109", KeyWord.SIGNER_EXPIRES_SOON, loose=True)
