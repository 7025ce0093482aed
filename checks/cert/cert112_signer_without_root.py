"""An intermediate CA is trusted, but its root is not in the key database.

## Why it matters

GSKit accepts a chain only if it ends at a trusted root. Trusting just the intermediate never works,
though the commands accept it.

## How it is decided

A trusted signer that is not self-signed and whose issuers do not lead to a root in the database.

## What to do

Import the root as well, and see that it is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT112",
    "signer-without-root",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="import the root certificate as a trusted signer",
    sources=("measured with GSKit 8.0.60.5",),
)
def signer_without_root(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT112", KeyWord.SIGNER_WITHOUT_ROOT)
