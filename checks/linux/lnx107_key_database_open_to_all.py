"""A key database is open to every user of the host.

## Why it matters

Private keys in a key database are encrypted under its password with very few rounds, so that guessing is
cheap: the permissions of the file are their real protection. Who may write it can put another
certificate in its place.

## How it is decided

By the permission bits of the file: read or write for others. That the product's own group may read it is
usual and left alone.

## What to do

``chmod o-rwx FILE``, and see to it that the product's user or group still may read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._permissions import open_to_all
from ssldiag.api import Facts, Finding, KeyUse, check


@check(
    "LNX107",
    "key-database-open-to-all",
    "warning",
    "key database in use",
    needs=(KeyUse,),
    fix="chmod o-rwx",
    sources=("docs/keydb.md", "choice of this program"),
)
def key_database_open_to_all(facts: Facts) -> Iterator[Finding]:
    return open_to_all(facts, "LNX107", "key database", lambda item: item.file)
