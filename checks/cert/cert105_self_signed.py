"""A server certificate is self-signed.

## Why it matters

Only clients that have this very certificate as a trusted signer accept it. That is fine for a test and a
chore for everyone else.

## How it is decided

A certificate with a private key whose issuer is itself.

## What to do

Give clients the certificate as a CA, or replace it by one from your CA under the same label.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT105",
    "certificate-self-signed",
    "info",
    "key database",
    needs=(KeyDatabase,),
    fix="replace it by a certificate from your CA, or give it to the clients as a signer",
    sources=("measured with GSKit 8.0.60.5",),
)
def certificate_self_signed(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT105", KeyWord.SELF_SIGNED)
