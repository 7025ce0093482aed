"""A file of the key database is open to everybody.

## Why it matters

Whoever reads the database and its stash file has the private keys. The keys inside are encrypted only
weakly: the permission bits are their real protection.

## How it is decided

By the last three permission bits in the OPENVM LIST response.

## What to do

``OPENVM PERMIT <file> RW- R-- ---``. Replace the keys if others may have read them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, OpenvmListing, check, finding
from zvm._bfs import databases, path


@check(
    "ZVM603",
    "database-open-to-all",
    "error",
    "OPENVM LIST",
    needs=(OpenvmListing,),
    fix="OPENVM PERMIT <file> RW- R-- ---; replace the keys if others may have read them",
    sources=("DISA STIG V-237910",),
    facts=("KDB003",),
)
def database_open_to_all(facts: Facts) -> Iterator[Finding]:
    for database in databases(facts):
        for item in database.files.values():
            if item.permissions.value[6:9].strip("-"):
                yield finding(
                    "ZVM603",
                    f"everybody may use {item.name.value} ({item.permissions.value[6:9]} for others)",
                    item.permissions,
                    about=(item.name.value,),
                    fix=f"OPENVM PERMIT {path(item)} RW- R-- ---; replace the keys if others saw them",
                )
