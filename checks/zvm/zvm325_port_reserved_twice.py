"""A port is reserved twice, or for a user id that does not exist.

## Why it matters

Where two lines reserve one port, only one of them can be in effect, and the other machine cannot listen. A
port of a user id that does not exist is a port that nobody may use.

## How it is decided

PORT lines with the same number and protocol for different machines, or ranges that overlap, and user ids that
the whole directory does not have (INTCLIEN, the Telnet server, needs none). What the stack does with a second
line is not confirmed.

## What to do

Delete the line that is not meant, or correct the user id, and restart the stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Directory, Facts, Finding, PortReservation, StackProfile, check, finding

NO_MACHINES = ("INTCLIEN", "RESERVED", "*")
"""Words in the place of a user id that name no machine."""


@check(
    "ZVM325",
    "port-reserved-twice",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="unconfirmed",
    fix="delete the PORT line that is not meant",
    sources=("recalled, not read in a public source",),
    facts=("PRF025",),
)
def port_reserved_twice(facts: Facts) -> Iterator[Finding]:
    directory = facts.first(Directory)
    for found in facts.all(StackProfile):
        for first, second in clashes(found.profile.ports):
            yield twice(found, first, second)
        if directory is not None and directory.complete:
            yield from strangers(found, directory)


def clashes(ports: tuple[PortReservation, ...]) -> Iterator[tuple[PortReservation, PortReservation]]:
    """Pairs of lines for one port and different machines: each with the one before that reaches farthest."""
    farthest: dict[str, PortReservation] = {}
    for port in sorted(ports, key=lambda item: (item.protocol, item.number.value)):
        before = farthest.get(port.protocol)
        if before is not None and end(before) >= port.number.value and exclude(before, port):
            yield before, port
        if before is None or end(port) > end(before):
            farthest[port.protocol] = port


def exclude(one: PortReservation, other: PortReservation) -> bool:
    """Whether two lines cannot both be meant: different machines, and no word of sharing."""
    return owner(one) != owner(other) and not shared(one) and not shared(other)


def end(port: PortReservation) -> int:
    """The last port of a line."""
    return max(port.last or 0, port.number.value)


def owner(port: PortReservation) -> str:
    """The machine, in upper case."""
    return port.userid.value.upper()


def shared(port: PortReservation) -> bool:
    """Whether an option says that sharing is meant."""
    return any(word.value.upper().startswith("SHARE") for word in port.options)


def twice(found: StackProfile, first: PortReservation, second: PortReservation) -> Finding:
    """The finding about two lines."""
    return finding(
        "ZVM325",
        f"{second.protocol} port {second.number.value} is reserved for {owner(first)} and {owner(second)}",
        (second.number, f"for {owner(second)}"),
        (first.number, f"for {owner(first)}"),
        about=(owner(first), owner(second), *found.names),
    )


def strangers(found: StackProfile, directory: Directory) -> Iterator[Finding]:
    """Lines for user ids that the directory does not have."""
    for port in found.profile.ports:
        name = owner(port)
        if name not in NO_MACHINES and not directory.exists(name):
            yield finding(
                "ZVM325",
                f"port {port.number.value} is reserved for {name}, which the directory does not define",
                (port.userid, "no such user id"),
                (directory.place, f"no {name} in it"),
                about=(name, *found.names),
                fix="correct the user id on the PORT line",
            )
