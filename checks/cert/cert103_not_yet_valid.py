"""A certificate is not valid yet.

## Why it matters

Peers refuse it until its first day. A wrong clock or time zone on one side looks the same.

## How it is decided

By the first day in the certificate, from the key database or a gskkyman display.

## What to do

Wait, have it issued with an earlier first day, or correct the clock (``CP QUERY TIME``, ``:timezone.`` in
DTCPARMS).
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found, toned
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, StoredCertificate, check, finding


@check(
    "CERT103",
    "certificate-not-yet-valid",
    "error",
    "key database",
    needs=(StoredCertificate,),
    fix="check the clock, else have the certificate issued with an earlier first day",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("KDB004",),
)
def certificate_not_yet_valid(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT103", KeyWord.NOT_YET_VALID, loose=True)
    for database in facts.all(KeyDatabase):
        for item in database.certificates if database.store is None else ():
            if item.not_before and item.not_before > facts.now:
                yield toned(
                    facts,
                    database,
                    finding(
                        "CERT103",
                        f"the certificate {item.label} is not valid before {item.not_before:%Y-%m-%d}",
                        item.place,
                        about=(item.label,),
                    ),
                )
