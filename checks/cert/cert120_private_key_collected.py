"""A private key lies among the collected files.

## Why it matters

Whoever gets these files can act as the server. Neither ssldiag nor support needs a private key for
anything.

## How it is decided

By PEM blocks that begin a private key, in any file of the snapshot. The key itself is not read.

## What to do

Delete the copy, and think about who has seen it: a key that left its host should be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, FilePlace, Finding, KeyDatabase, check, finding


@check(
    "CERT120",
    "private-key-collected",
    "warning",
    "collected files",
    fix="delete the copy; replace the key if others may have seen it",
    sources=("NIST SP 800-57 part 1, key compromise",),
)
def private_key_collected(facts: Facts) -> Iterator[Finding]:
    for source in facts.snapshot.of_kind("private_key"):
        yield finding("CERT120", f"{source.name} is a private key", FilePlace(source.path))
    for database in facts.all(KeyDatabase):
        keys = database.store.private_keys if database.store and not database.is_store else ()
        for key in keys[:1]:
            kind = "an encrypted" if key.encrypted else "a"
            yield finding(
                "CERT120", f"{database.name} holds {kind} private key", FilePlace(database.file, key.offset)
            )
