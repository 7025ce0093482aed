"""The SSL servers are not in the group that may read the key database.

## Why it matters

The files of the key database belong to GSKADMIN; the SSL servers read them as members of the group
``security``. A server without that group cannot open the database and does not start.

## How it is decided

POSIXINFO (GNAME or GID) and POSIXGLIST of the pool's PROFILE or of the single server. A group of another
name is accepted where OPENVM LIST shows it as the group of the database; where no listing shows the group,
it is a warning.

## What to do

Write ``POSIXINFO UID 7 GNAME security`` in the PROFILE and bring the directory online.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    Facts,
    Finding,
    Located,
    Severity,
    SslMachine,
    check,
    finding,
)
from zvm._directory import GROUP, groups_of_database, known, names_of


@check(
    "ZVM413",
    "not-in-security-group",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="POSIXINFO UID 7 GNAME security",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR013",),
)
def not_in_security_group(facts: Facts) -> Iterator[Finding]:
    shown = groups_of_database(facts)
    for machine in known(facts, "pool", "single"):
        groups = groups_of(facts, machine)
        if not {word.value for word in groups} & {GROUP, *shown}:
            yield outside(facts, machine, groups, bool(shown))


def groups_of(facts: Facts, machine: SslMachine) -> list[Located[str]]:
    """The groups of a machine, in upper case; a GID as the group to which GLOBALDEFS gives that number."""
    found = list(operands(machine.words("POSIXINFO"), "GNAME")) + list(list_of_groups(machine))
    numbers = {word.value: word for word in operands(machine.words("POSIXINFO"), "GID")}
    directory = facts.first(Directory)
    for entry in directory.globaldefs if directory else ():
        for statement in entry.all("POSIXGROUP"):
            if len(statement.words) > 1 and statement.words[1].value in numbers:
                place = numbers[statement.words[1].value].place
                found.append(Located(statement.words[0].value.upper(), place))
    return found


def operands(words: tuple[Located[str], ...], key: str) -> Iterator[Located[str]]:
    """The words behind each occurrence of a keyword."""
    for index, word in enumerate(words[:-1]):
        if word.value == key:
            yield words[index + 1]


def list_of_groups(machine: SslMachine) -> Iterator[Located[str]]:
    """All words of POSIXGLIST but its keywords."""
    return (word for word in machine.words("POSIXGLIST") if word.value not in ("GIDS", "GNAMES"))


def outside(facts: Facts, machine: SslMachine, groups: list[Located[str]], certain: bool) -> Finding:
    """The finding about one machine."""
    said = f"is in group {groups[0].value.lower()}, not security" if groups else "is in no group"
    return finding(
        "ZVM413",
        f"{machine.entry_in_words} {said}: the servers cannot read the key database",
        (groups[0], "the group") if groups else (machine.statements_in, "no POSIXINFO with GNAME"),
        about=names_of(facts, machine),
        severity=Severity.WARNING if groups and not certain else None,
    )
