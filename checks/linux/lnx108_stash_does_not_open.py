"""The stashed password does not open the key database.

## Why it matters

The product cannot open its database: GSKit answers 408 GSK_ERROR_BAD_KEYFILE_PASSWORD, the tools 16. It
shows only at the next start, often weeks after the password was changed.

## How it is decided

By trying: the classic form of the stash file (129 bytes) and the private keys in the database. ``ssldiag
collect local`` does it on the host and notes the answer alone.

## What to do

Stash the present password: ``gskcapicmd -keydb -stashpw -db FILE -pw PASSWORD``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import at_file, capital, database_name
from ssldiag.api import Facts, Finding, KeyUse, Undecided, check, finding, stash_opens


@check(
    "LNX108",
    "stash-does-not-open",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="stash the present password: gskcapicmd -keydb -stashpw",
    sources=("measured with GSKit 8.0.60.5",),
)
def stash_does_not_open(facts: Facts) -> Iterator[Finding]:
    told = {item.path: (item, stash_opens(item)) for item in facts.all(KeyUse)}
    if all(answer is None for _, answer in told.values()):
        raise Undecided(
            "whether the stash files open their databases cannot be told",
            "gskcapicmd -cert -list -db FILE -stashed",
        )
    for item, answer in told.values():
        if answer is False:
            yield finding(
                "LNX108",
                capital(f"{item.who} cannot open {database_name(item)} with the password in its stash file"),
                (item.keyfile, "the key database"),
                at_file(item),
                about=(database_name(item), f"{item.product} rc 408"),
            )
