"""A directory statement is none, but nearly one that SSL servers need.

## Why it matters

``DIRECTXA`` refuses a directory with an unknown statement, and the one on line stays as it was; or what you
collected is not what is on line. Either way the statement does not count.

## How it is decided

Statements in the directory that are not known and differ in few letters from NAMESAVE, POSIXINFO, POSIXGROUP,
INCLUDE or OPTION. Other unknown statements are let pass: directory managers have
their own.

## What to do

Correct the spelling, bring the directory on line (``DIRECTXA USER DIRECT``), then log the machine off and on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from ssldiag.api import DirectoryEntry, Facts, Finding, SslServerPool, UserDirect, check, finding
from zvm._words import meant

STATEMENTS = ("NAMESAVE", "POSIXINFO", "POSIXGROUP", "INCLUDE", "OPTION")


@check(
    "ZVM423",
    "statement-unknown",
    "warning",
    "USER DIRECT",
    needs=(UserDirect,),
    certainty="inferred",
    fix="correct the spelling in USER DIRECT",
    sources=("z/VM CP Planning and Administration, user directory",),
)
def statement_unknown(facts: Facts) -> Iterator[Finding]:
    nearly = cache(partial(meant, words=STATEMENTS))  # a directory has few different statements, and many
    for document in facts.all(UserDirect):
        for entry in document.entries:
            for statement in entry.statements:
                right = nearly(statement.key)
                if right:
                    yield finding(
                        "ZVM423",
                        f"{statement.name.value} of {entry.type} {entry.name.value} is no directory "
                        f"statement: {right} is meant",
                        statement.name,
                        about=(entry.name.value, *servers(facts, entry)),
                        fix=f"write {right}",
                    )


def servers(facts: Facts, entry: DirectoryEntry) -> Iterator[str]:
    """The pools that take their machines from a PROFILE."""
    for server in facts.all(SslServerPool):
        name = server.pool.profile_name if server.pool else None
        if entry.type == "PROFILE" and name is not None and name.value.upper() == entry.name.value:
            yield server.name
