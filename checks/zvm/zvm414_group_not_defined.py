"""A POSIX group of the SSL servers is not defined in GLOBALDEFS.

## Why it matters

GNAME on POSIXINFO is a name; GLOBALDEFS gives it a number. Without POSIXGROUP for it the directory cannot be
brought online, or the servers get no group and cannot read the key database.

## How it is decided

The name after GNAME of the SSL servers has no POSIXGROUP statement in GLOBALDEFS. That GLOBALDEFS is missing
counts only in a whole directory.

## What to do

Add ``POSIXGROUP security 7`` to GLOBALDEFS, which stands before the first PROFILE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Directory, Facts, Finding, Located, SslMachine, Undecided, check, finding
from zvm._directory import GROUP, following, groups_of_database, names_of


@check(
    "ZVM414",
    "group-not-defined",
    "error",
    "USER DIRECT",
    needs=(SslMachine, Directory),
    releases="540+",
    caused_by=("ZVM413",),
    fix="POSIXGROUP security 7 in GLOBALDEFS",
    sources=("z/VM 6.3 workshop notes (public)",),
    facts=("DIR014",),
)
def group_not_defined(facts: Facts) -> Iterator[Finding]:
    directory = facts.all(Directory)[0]
    named = [(item, following(item.words("POSIXINFO"), "GNAME")) for item in facts.all(SslMachine)]
    wanted = [(item, word) for item, word in named if word is not None]
    if wanted and not directory.globaldefs and not directory.complete:
        raise Undecided("GLOBALDEFS was not collected", "the beginning of USER DIRECT")
    known = groups(directory)
    for machine, word in wanted:
        if word.value not in known and not outsider(facts, machine, word, known):
            yield undefined(facts, directory, machine, word)


def groups(directory: Directory) -> set[str]:
    """The groups that GLOBALDEFS defines, in upper case."""
    return {
        statement.words[0].value.upper()
        for entry in directory.globaldefs
        for statement in entry.all("POSIXGROUP")
        if statement.words
    }


def outsider(facts: Facts, machine: SslMachine, word: Located[str], known: set[str]) -> bool:
    """Whether the right group is defined and ZVM413 tells for certain that this is another one."""
    if machine.role == "agent" or not machine.complete or GROUP not in known:
        return False
    shown = groups_of_database(facts)
    return bool(shown) and word.value not in {GROUP, *shown}


def undefined(facts: Facts, directory: Directory, machine: SslMachine, word: Located[str]) -> Finding:
    """The finding about one machine."""
    where = directory.globaldefs[0].name.place if directory.globaldefs else directory.place
    return finding(
        "ZVM414",
        f"{machine.entry_in_words} names group {word.value.lower()}, for which GLOBALDEFS has no POSIXGROUP",
        (word, "the group"),
        (where, "no POSIXGROUP for it"),
        about=names_of(facts, machine),
        fix=f"POSIXGROUP {word.value.lower()} 7 in GLOBALDEFS",
    )
