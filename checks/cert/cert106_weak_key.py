"""A certificate has a weak key.

## Why it matters

RSA keys below 2048 bits are refused by MODE NIST-800-131A, by GSKit under TLS 1.3, and by most clients of
today.

## How it is decided

By the key in the certificate, from the key database or a gskkyman display.

## What to do

Make a new key with 2048 bits or more and have a certificate issued for it; a renewal keeps the old key.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found, toned
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, StoredCertificate, check, finding

MINIMUM = 2048
"""Bits of RSA that NIST SP 800-131A asks for; elliptic-curve keys are shorter and are not meant."""


@check(
    "CERT106",
    "weak-key",
    "warning",
    "key database",
    needs=(StoredCertificate,),
    fix="make a new key of 2048 bits or more and have a certificate issued for it",
    sources=("http://www-01.ibm.com/support/docview.wss?uid=isg1PM93363",),
    facts=("KDB011",),
)
def weak_key(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT106", KeyWord.WEAK_KEY, loose=True)
    for database in facts.all(KeyDatabase):
        for item in database.certificates if database.store is None else ():
            if item.has_key is not False and item.key_bits and 512 <= item.key_bits < MINIMUM:
                yield toned(
                    facts,
                    database,
                    finding(
                        "CERT106",
                        f"the certificate {item.label} has a key of {item.key_bits} bits",
                        item.place,
                        about=(item.label,),
                    ),
                )
