"""A Db2 data source names key material of its own and does not ask for TLS.

## Why it matters

Key database and certificate are read only where the transport is SSL. Without it the client speaks plainly:
on the server's TLS port the connection hangs or ends, on the other port everything is readable.

## How it is decided

By ``SSLClientKeystoredb`` and ``SSLServerCertificate`` that stand with the data source itself, against
``Security`` (db2cli.ini) or ``SecurityTransportMode`` (db2dsdriver.cfg). Key material that holds for all data
sources says nothing about one. An application may ask for TLS itself: therefore it is a warning.

## What to do

Add ``Security=SSL`` to the section, or the parameter ``SecurityTransportMode`` with ``SSL`` to the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Client, Facts, Finding, check, finding


@check(
    "LNX197",
    "db2-client-not-secured",
    "warning",
    "Db2 client with TLS",
    needs=(Db2Client,),
    certainty="inferred",
    fix="add Security=SSL or SecurityTransportMode",
    sources=("Db2 11.5, Security CLI/ODBC configuration keyword",),
)
def db2_client_not_secured(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Client):
        named = item.certificate or item.keystore
        if named is not None and item.security is None and item.own:
            yield finding(
                "LNX197",
                f"{item.owner} names {named.value}, and nothing asks for TLS there",
                (named, "read with TLS alone"),
                about=(item.name, named.value),
            )
