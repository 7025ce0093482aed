"""The chain of a certificate does not reach a root in the key database.

## Why it matters

A server sends the chain that it finds in its own database. When an issuer is missing, clients that know
only the root cannot build the chain; a GSKit server refuses to use such a certificate at all (8, when the
first client connects).

## How it is decided

Issuers are looked for by name and signature in the same database, up to a self-signed root. Measured with
GSKit 8 on Linux; for z/VM's own databases it is taken to be the same, so there it is a warning.

## What to do

Import the missing CA certificates, the root first, with gskkyman option 7, then ``SSLADMIN REFRESH``.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found, milder_on_zvm
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT104",
    "chain-incomplete",
    "error",
    "key database",
    needs=(KeyDatabase,),
    fix="import the CA certificates, the root first, then SSLADMIN REFRESH",
    sources=("measured with GSKit 8.0.60.5",),
    facts=("KDB006",),
)
def chain_incomplete(facts: Facts) -> Iterator[Finding]:
    words = (
        KeyWord.ISSUER_MISSING,
        KeyWord.ISSUER_WRONG_KEY,
        KeyWord.ISSUER_NOT_A_CA,
        KeyWord.CHAIN_ENDLESS,
    )
    yield from milder_on_zvm(facts, found(facts, "CERT104", *words))
