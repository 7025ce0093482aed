"""The session limits in effect are not those of the profile.

## Why it matters

Limits are changed in a running stack with NETSTAT OBEY when servers are added or taken away. What is not
written into the profile is gone at the next start; what is only in the profile is not in effect yet. Either
way pool and limits no longer fit each other.

## How it is decided

MAXSESSIONS and MAXPERSSLSERVER in the last response that shows both (NETSTAT CONFIG SSL), against SSLLIMITS
of the profile (or the defaults). A total without the other number, as SSLADMIN shows it, is left alone.

## What to do

Decide which numbers are meant. ``NETSTAT OBEY SSLLIMITS MAXSESSIONS n MAXPERSSLSERVER m`` brings them into
the running stack; the same statement in the profile keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Place, StackProfile, StatusResponse, Undecided, check, finding
from zvm._profile import limited


@check(
    "ZVM330",
    "limits-drifted",
    "warning",
    "PROFILE TCPIP and SSLADMIN or NETSTAT response",
    needs=(StackProfile, StatusResponse),
    releases="540+",
    caused_by=("ZVM313", "ZVM307"),
    fix="write the limits in effect into the profile, or bring those of the profile in by NETSTAT OBEY",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspecsp.html"),
    facts=("PRF030",),
)
def limits_drifted(facts: Facts) -> Iterator[Finding]:
    compared = False
    for found in limited(facts):
        total, each = in_effect(facts, found)
        compared = compared or total is not None or each is not None
        differences = [
            (name, running, planned)
            for name, running, planned in (
                ("MAXSESSIONS", total, found.limits.max_sessions),
                ("MAXPERSSLSERVER", each, found.limits.max_per_server),
            )
            if running is not None and running[0] != planned
        ]
        if differences:
            yield drifted(found, differences)
    if not compared:
        raise Undecided("no response shows the limits in effect", "output of NETSTAT CONFIG SSL")


Running = tuple[int, Place]
"""A limit in effect and where a response shows it."""


def in_effect(facts: Facts, found: StackProfile) -> tuple[Running | None, Running | None]:
    """The two limits by the last response about this stack that shows them."""
    rows = [
        row
        for status in facts.all(StatusResponse)
        for row in status.totals
        if row.per_server is not None and is_about(row.stack or status.stack, facts, found)
    ]
    if not rows:
        return None, None
    last = rows[-1]
    total = (last.maximum, last.place) if last.maximum is not None else None
    each = (last.per_server, last.place) if last.per_server is not None else None
    return total, each


def is_about(stack: str | None, facts: Facts, found: StackProfile) -> bool:
    """Whether a response is about this profile's stack; one that names none is, where there is only one."""
    if stack is None:
        return len(facts.all(StackProfile)) == 1
    return found.stack is not None and found.stack.userid == stack


def drifted(found: StackProfile, differences: list[tuple[str, Running, int]]) -> Finding:
    """The finding about one stack."""
    said = " and ".join(f"{name} {running[0]}, not {planned}" for name, running, planned in differences)
    return finding(
        "ZVM330",
        f"the stack runs with other limits than {found.profile.file} says: {said}",
        *found.limits.places,
        *((running[1], f"{name} {running[0]} in effect") for name, running, _ in differences),
        about=found.names,
    )
