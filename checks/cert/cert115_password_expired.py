"""The password of a key database has expired, or is about to.

## Why it matters

A database with an expired password cannot be opened. GSKit then answers 107 GSK_KEYFILE_CERT_EXPIRED,
which reads as if a certificate had expired: people renew certificates, and nothing changes.

## How it is decided

By the time in the header of the database, or by ``Expiration:`` in a gskkyman session. Measured with GSKit 8
on Linux; for z/VM's own databases it is taken to be the same, so there it is a warning.

## What to do

Change the password (gskkyman option 3 of the first menu) with a later expiry or none, then store it again
(option 10): the stash file keeps the old one otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found, milder_on_zvm, toned
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, Severity, check, finding, gskkyman_date


@check(
    "CERT115",
    "password-expired",
    "error",
    "key database",
    needs=(KeyDatabase,),
    fix="change the database password without expiry, then store it again (gskkyman options 3 and 10)",
    sources=("measured with GSKit 8.0.60.5",),
    facts=("KDB007",),
)
def password_expired(facts: Facts) -> Iterator[Finding]:
    told = found(facts, "CERT115", KeyWord.PASSWORD_EXPIRED, KeyWord.PASSWORD_EXPIRES)
    yield from milder_on_zvm(facts, told)
    for database in facts.all(KeyDatabase):
        expiration = database.listing.expiration if database.listing else None
        day = gskkyman_date(expiration)
        if expiration and day and day < facts.now:
            yield toned(
                facts,
                database,
                finding(
                    "CERT115",
                    f"the password of {database.name or 'the key database'} expired on {day:%Y-%m-%d}",
                    expiration,
                    about=(database.name, *database.pools),
                    severity=Severity.WARNING,
                ),
            )
