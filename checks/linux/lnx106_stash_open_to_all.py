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

from linux._uses import LOOKED, database_name
from ssldiag.api import Facts, Finding, KeyUse, Undecided, check, finding

OTHERS = 0o006
"""Read and write for others."""


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
    known = {
        item.stash.path: item for item in facts.all(KeyUse) if item.stash and item.stash.mode is not None
    }
    if not known:
        raise Undecided("the permissions of the stash files are not known", LOOKED)
    for path, item in known.items():
        mode = item.stash.mode if item.stash else None
        if mode is not None and mode & OTHERS:
            may = "read and change" if mode & 0o002 and mode & 0o004 else "change" if mode & 0o002 else "read"
            yield finding(
                "LNX106",
                f"every user may {may} the stash file /{path} (mode {mode & 0o777:04o})",
                (item.keyfile, "the key database is named here"),
                about=(database_name(item), path),
            )
