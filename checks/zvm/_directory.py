"""What the directory checks share: machines of which all statements are known, and words of statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.api import (
    DirectoryPool,
    Facts,
    Located,
    OpenvmListing,
    SslMachine,
    SslServerPool,
    Undecided,
    stack_of,
)

SETTLE = "USER DIRECT, or the entries of the SSL machines with the PROFILEs that they name"

GROUP = "SECURITY"
"""The group of the key database as it is shipped, in upper case."""


def groups_of_database(facts: Facts) -> set[str]:
    """The groups that OPENVM LIST shows for key databases and stash files, in upper case."""
    return {
        item.group.upper()
        for listing in facts.all(OpenvmListing)
        for item in listing.objects
        if item.name.value.lower().endswith((".kdb", ".p12", ".pfx", ".sth")) and item.group
    }


def known(facts: Facts, *roles: str) -> tuple[SslMachine, ...]:
    """The machines of these roles whose statements were all collected, so that a missing one is missing.

    Raises Undecided where there are machines of these roles, but none of that kind.
    """
    machines = [item for item in facts.all(SslMachine) if item.role in roles]
    complete = tuple(item for item in machines if item.complete)
    if machines and not complete:
        names = ", ".join(item.name for item in machines)
        raise Undecided(f"the PROFILE or another part of the entry of {names} was not collected", SETTLE)
    return complete


def pools(facts: Facts) -> Iterator[tuple[SslServerPool, DirectoryPool]]:
    """The pools of SSL servers that the directory shows."""
    for machine in facts.all(SslMachine):
        if isinstance(machine.server, SslServerPool) and isinstance(machine.directory, DirectoryPool):
            yield machine.server, machine.directory


def names_of(facts: Facts, machine: SslMachine) -> tuple[str, ...]:
    """What a finding about a machine is about: the machine and its stack."""
    stack = stack_of(facts, machine.server)
    tagged = machine.server.stack
    named = stack.userid if stack else tagged.value if tagged else None
    return (machine.name, machine.user.name, *([named] if named else []))


def following(words: Sequence[Located[str]], key: str) -> Located[str] | None:
    """The word behind this one; ``words`` are in upper case."""
    for index, word in enumerate(words[:-1]):
        if word.value == key:
            return words[index + 1]
    return None


def device(word: str) -> int | None:
    """A virtual device number, 0191 and 191 alike; None for any other word."""
    try:
        return int(word, 16) if len(word) <= 4 else None
    except ValueError:
        return None


def devices(machine: SslMachine) -> set[int]:
    """The virtual devices that a machine gets by MDISK, DEDICATE or LINK."""
    words = [item.words[0] for key in ("MDISK", "DEDICATE") for item in machine.all(key) if item.words]
    numbers = [device(word.value) for word in words]
    numbers += [linked(item.words) for item in machine.all("LINK")]
    return {number for number in numbers if number is not None}


def linked(words: Sequence[Located[str]]) -> int | None:
    """The device of ``LINK owner vdev1 vdev2 mode``; vdev1 where vdev2 is left out."""
    found = [device(word.value) for word in words[1:3]]
    return next((number for number in reversed(found) if number is not None), None)
