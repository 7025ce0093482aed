"""The default certificate of a key database is not usable, or there is more than one.

## Why it matters

A program that names no label takes the default. A signer has no key to prove itself with; with two
defaults it is not known which is taken.

## How it is decided

By the default flags of the records.

## What to do

Set the default to the server certificate that is meant (gskkyman option 9 shows the present one).
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT113",
    "default-certificate",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="set one certificate with a private key as the default",
    sources=("measured with GSKit 8.0.60.5",),
)
def default_certificate(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT113", KeyWord.SEVERAL_DEFAULTS, KeyWord.DEFAULT_IS_SIGNER)
