"""A certificate is about to expire.

## Why it matters

On the day after its last one, every client that checks certificates stops connecting.

## How it is decided

By the last day in the certificate, from the key database or a gskkyman display, against the days of
``--expiry-days`` (30 unless told).

## What to do

Renew it now: request with the same label, sign, receive, ``SSLADMIN REFRESH``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cert._troubles import found, toned
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, StoredCertificate, check, finding


@check(
    "CERT102",
    "certificate-expiring",
    "warning",
    "key database",
    needs=(StoredCertificate,),
    fix="renew the certificate under the same label, then SSLADMIN REFRESH",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("KDB005",),
)
def certificate_expiring(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT102", KeyWord.EXPIRES_SOON, loose=True)
    limit = facts.now + timedelta(days=facts.settings.expiry_days)
    for database in facts.all(KeyDatabase):
        for item in database.certificates if database.store is None else ():
            if item.not_after and facts.now <= item.not_after <= limit:
                days = (item.not_after - facts.now).days
                yield toned(
                    facts,
                    database,
                    finding(
                        "CERT102",
                        f"the certificate {item.label} expires on {item.not_after:%Y-%m-%d}, in {days} days",
                        item.place,
                        about=(item.label,),
                    ),
                )
