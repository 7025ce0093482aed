"""A stash file is open to every user of the host.

## Why it matters

Whoever can read a stash file has the password of the key database: its content is only disguised.
Together with the database it gives away the private keys.

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
    "LNX106",
    "stash-open-to-all",
    "warning",
    "key database in use",
    needs=(KeyUse,),
    fix="chmod o-rwx",
    sources=("docs/keydb.md", "choice of this program"),
)
def stash_open_to_all(facts: Facts) -> Iterator[Finding]:
    return open_to_all(facts, "LNX106", "stash file", lambda item: item.stash)
