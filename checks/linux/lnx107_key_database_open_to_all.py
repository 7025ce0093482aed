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

from linux._uses import LOOKED, database_name
from ssldiag.api import Facts, Finding, KeyUse, Undecided, check, finding

OTHERS = 0o006
"""Read and write for others."""


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
    known = {item.file.path: item for item in facts.all(KeyUse) if item.file and item.file.mode is not None}
    if not known:
        raise Undecided("the permissions of the key databases are not known", LOOKED)
    for path, item in known.items():
        mode = item.file.mode if item.file else None
        if mode is not None and mode & OTHERS:
            may = "read and change" if mode & 0o002 and mode & 0o004 else "change" if mode & 0o002 else "read"
            yield finding(
                "LNX107",
                f"every user may {may} the key database /{path} (mode {mode & 0o777:04o})",
                (item.keyfile, "the key database is named here"),
                about=(database_name(item), path),
            )
