"""A server runs in FIPS mode, but its key database was not made for it.

## Why it matters

System SSL in FIPS mode opens only a database that was created in FIPS mode. With another one the server
cannot use its certificates and does not start.

## How it is decided

FIPS or MODE FIPS-140-2 in ``:parms.``, and a gskkyman session that says that the database is not of that
kind. In a database file the format tells: 4 is the strong kind, 3 is not. That was seen with GSKit on other
systems, hence a warning only. A PKCS#12 store says nothing.

## What to do

Create a new database with gskkyman, choose FIPS mode when it asks, move the certificates into it (export
and import as PKCS#12), store its password, and name it in KEYFILE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    KeyDatabase,
    ServerInUse,
    Severity,
    SslServerPool,
    Undecided,
    check,
    databases_of,
    finding,
    servers_in_use,
)
from zvm._entries import settled
from zvm._operands import about, fips_mode

PLAIN_FORMAT = 3
"""Format of a database file that was not made in the strong (FIPS) way; 4 is the other."""


@check(
    "ZVM222",
    "database-not-fips",
    "error",
    "DTCPARMS and key database",
    needs=(ServerInUse,),
    releases="540+",
    fix="make a FIPS database in gskkyman, then move certificates and keys there into it",
    sources=("http://www.vm.ibm.com/related/tcpip/pm10616.html",),
    facts=("PRM022",),
)
def database_not_fips(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    mode = fips_mode(pool)
    if mode is None:
        return
    kinds = [(database, made_for_fips(database)) for database in databases_of(facts, pool)]
    if not any(made is not None for _, made in kinds):
        yield Undecided(
            f"{pool.name} runs in FIPS mode; of what kind its key database is, is not known",
            "the key database that KEYFILE names, or a gskkyman session with it",
        )
    for database, made in kinds:
        if made is False:
            told = database.listing is not None
            yield finding(
                "ZVM222",
                f"{pool.name} runs with {mode.value}, but its key database {database.name} "
                + ("is" if told else "looks as if it were")
                + " not made in FIPS mode",
                (mode, "FIPS mode"),
                (database.place, "the key database" if told else f"format {PLAIN_FORMAT}"),
                about=about(pool, database.name),
                severity=None if told else Severity.WARNING,
            )


def made_for_fips(database: KeyDatabase) -> bool | None:
    """Whether a database was made in FIPS mode; None where it does not tell."""
    if database.listing is not None:
        return database.listing.fips
    if database.store is None or database.store.format != "gskit-cms" or database.store.version is None:
        return None
    return database.store.version != PLAIN_FORMAT
