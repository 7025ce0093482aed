"""A stash file is older than its key database.

## Why it matters

A new certificate changes the database and leaves the stash file alone, so this is usual. If the password
was changed without stashing it again, the product fails at its next start with 408
GSK_ERROR_BAD_KEYFILE_PASSWORD.

## How it is decided

By the times of both files, an hour apart or more, where it cannot be told whether the stashed password
opens the database (the form of 193 bytes is not read).

## What to do

If the password was changed, stash it again. To be sure: ``gskcapicmd -cert -list -db FILE -stashed``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linux._uses import LOOKED, at_file, database_name
from ssldiag.api import Facts, Finding, KeyUse, Undecided, check, finding, stash_opens

APART = timedelta(hours=1)
"""Both are made by one command; a copy of a tree takes minutes."""


@check(
    "LNX105",
    "stash-older",
    "info",
    "key database in use",
    needs=(KeyUse,),
    certainty="inferred",
    fix="check it: gskcapicmd -cert -list -db FILE -stashed",
    sources=("choice of this program",),
)
def stash_older(facts: Facts) -> Iterator[Finding]:
    known = [item for item in facts.all(KeyUse) if item.stash and item.stash.changed and item.file.changed]
    if not known:
        raise Undecided("the times of key databases and stash files are not known", LOOKED)
    seen: set[str] = set()
    for item in known:
        stash = item.stash
        if stash is None or stash.changed is None or item.file.changed is None or item.path in seen:
            continue
        seen.add(item.path)
        if item.file.changed - stash.changed >= APART and stash_opens(item) is None:
            yield finding(
                "LNX105",
                f"the stash file of {database_name(item)} is of {stash.changed:%Y-%m-%d}, the database of "
                f"{item.file.changed:%Y-%m-%d}: if its password changed in between, it does not open",
                at_file(item),
                about=(database_name(item),),
            )
