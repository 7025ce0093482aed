"""A Db2 client names a key database and no stash file.

## Why it matters

The client opens its key database with the stashed password. Without that, or the password itself in
``SSLClientKeystoreDBPassword``, the connection ends before the handshake (SQL30081N with GSKit's code).

## How it is decided

By ``SSLClientKeystoredb`` and ``SSLClientKeystash`` of the data source or of the part that holds for all.
A password among the keywords is never kept, so it may be there: therefore it is a warning.

## What to do

Add ``SSLClientKeystash=/path/client.sth``, or name the server's certificate alone with
``SSLServerCertificate``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Client, Facts, Finding, check, finding


@check(
    "LNX196",
    "db2-client-without-stash",
    "warning",
    "Db2 client with TLS",
    needs=(Db2Client,),
    certainty="inferred",
    fix="add SSLClientKeystash",
    sources=("Db2 11.5, SSLClientKeystash CLI/ODBC configuration keyword",),
)
def db2_client_without_stash(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Client):
        if item.keystore is not None and item.stash is None:
            yield finding(
                "LNX196",
                f"{item.owner} has SSLClientKeystoredb {item.keystore.value} and no SSLClientKeystash",
                (item.keystore, "the key database"),
                about=(item.name, item.keystore.value),
            )
