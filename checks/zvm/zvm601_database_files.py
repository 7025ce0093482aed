"""A file of the key database is missing.

## Why it matters

A key database is three files with one name: ``.kdb`` with keys and certificates, ``.rdb`` with requests,
``.sth`` with the stored password. Without the stash file the SSL server cannot open it. A PKCS#12 store
stands alone.

## How it is decided

By the last OPENVM LIST response of the directory that holds the database. A response about single files does
not show what is missing.

## What to do

Store the password again (gskkyman option 10, or ``gskkyman -s -k <file>``), then restart the SSL server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, OpenvmListing, Severity, Undecided, check, finding
from zvm._bfs import databases


@check(
    "ZVM601",
    "database-files-missing",
    "error",
    "OPENVM LIST",
    needs=(OpenvmListing,),
    fix="store the database password again (gskkyman option 10)",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("KDB001",),
)
def database_files_missing(facts: Facts) -> Iterator[Finding]:
    found = [database for database in databases(facts) if database.store == ".kdb"]
    if found and not any(database.whole for database in found):
        raise Undecided(
            "single files were listed, not their directory", "output of OPENVM LIST /etc/gskadm/ (OWN"
        )
    for database in found:
        base = database.base
        for suffix in (".sth", ".rdb"):
            if database.whole and suffix not in database.files:
                yield finding(
                    "ZVM601",
                    f"{base}{suffix} is missing beside {base}.kdb",
                    database.files[".kdb"].name,
                    about=(f"{base}.kdb",),
                    severity=None if suffix == ".sth" else Severity.WARNING,
                )
