"""A certificate has expired.

## Why it matters

Peers end the handshake with an expired certificate. A GSKit server with one fails when the first client
connects (401); a GSKit client leaves it out without a word.

## How it is decided

By the last day in the certificate, from the key database or a gskkyman display. If applications are known
and none names the label, it is a warning.

## What to do

Create a request with the same label (gskkyman option 4), have it signed, receive it (option 5), then
``SSLADMIN REFRESH``. New connections show the new certificate, open ones stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found, toned, used
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, Severity, StoredCertificate, check, finding


@check(
    "CERT101",
    "certificate-expired",
    "error",
    "key database",
    needs=(StoredCertificate,),
    fix="renew the certificate under the same label, then SSLADMIN REFRESH",
    sources=("IBM deck on multiple SSL servers, 2010", "measured with GSKit 8.0.60.5"),
    facts=("KDB004",),
)
def certificate_expired(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT101", KeyWord.EXPIRED, loose=True)
    for database in facts.all(KeyDatabase):
        for item in database.certificates if database.store is None else ():
            if item.not_after and item.not_after < facts.now:
                yield toned(
                    facts,
                    database,
                    finding(
                        "CERT101",
                        f"the certificate {item.label} expired on {item.not_after:%Y-%m-%d}",
                        item.place,
                        about=(item.label,),
                        severity=None if used(facts, database, item.label) else Severity.WARNING,
                    ),
                )
