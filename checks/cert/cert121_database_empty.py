"""A key database that an SSL server uses holds no certificate.

## Why it matters

A server without a certificate of its own can secure nothing: every label that FTP, mail, Telnet or a port
names is missing. Often a database was created anew, or the wrong one is named by KEYFILE.

## How it is decided

The database was read to its end and has no entry, and an SSL server uses it.

## What to do

Import the certificate with its private key (gskkyman option 8), or request a new one, then
``SSLADMIN REFRESH``. Or correct KEYFILE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, ProtectedApplication, check, finding


@check(
    "CERT121",
    "database-empty",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="import the certificate with its private key, or correct KEYFILE",
    sources=("seen in the key database",),
)
def database_empty(facts: Facts) -> Iterator[Finding]:
    labels = {app.label.value for app in facts.all(ProtectedApplication) if app.label}
    for database in facts.all(KeyDatabase):
        if database.holds_keys and database.pools and database.complete and not database.certificates:
            yield finding(
                "CERT121",
                f"{database.name} holds no certificate, and {', '.join(database.pools)} uses it",
                database.place,
                about=(database.name, *database.pools, *sorted(labels)),
            )
