"""The session-cache segment does not have as many users as there are SSL servers plus the agent.

## Why it matters

Every running SSL server and the DCSS Management Agent have the segment loaded. A machine that is missing
from the count works without the shared cache: clients that come back to it cannot resume their session,
and SSLADMIN may not reach it.

## How it is decided

The user count of CP QUERY NSS NAME ... MAP is compared with the servers that SSLADMIN or NETSTAT shows as
Active, plus one. Without such a response the size of the pool in the directory is taken; then it is a
warning, since a server may be down on purpose.

## What to do

CP QUERY NSS USERS <segment> names the machines that have it. Look at the console of the one that is
missing: its NAMESAVE statement, and whether it started before the agent did. Restart it when the cause is
mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssSegment,
    Facts,
    Finding,
    ServerState,
    Severity,
    SslServerPool,
    Stack,
    Undecided,
    check,
    finding,
    pools_of,
)


@check(
    "ZVM701",
    "segment-user-count",
    "error",
    "CP QUERY NSS",
    needs=(DcssSegment, SslServerPool),
    releases="540+",
    messages=("DTCSSL2421E",),
    caused_by=("ZVM406", "ZVM407", "ZVM704", "ZVM408", "ZVM410", "ZVM107", "ZVM706", "ZVM707"),
    fix="CP QUERY NSS USERS <segment>, then SSLADMIN RESTART (SSL <the machine that is missing>",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN001",),
)
def segment_user_count(facts: Facts) -> Iterator[Finding]:
    looked = False
    for stack in facts.all(Stack):
        for segment in facts.all(DcssSegment):
            if segment.name == stack.segment and segment.user_count is not None:
                for pool in pools_of(facts, stack)[:1]:
                    looked = True
                    yield from count(facts, stack, pool, segment)
    if not looked:
        raise Undecided(
            "no CP QUERY NSS response is about the segment of a known stack",
            "output of CP QUERY NSS NAME <stack> MAP and CP QUERY NSS USERS <stack>",
        )


def what(servers: int, active: bool) -> str:
    """What was counted, in words."""
    noun = "SSL server" if servers == 1 else "SSL servers"
    return f"active {noun}" if active else f"{noun} in the pool"


def too_many(facts: Facts, stack: Stack, pool: SslServerPool, segment: DcssSegment, servers: int) -> Finding:
    """More machines have the segment than serve: some are logged on without being Active."""
    states = [state for state in facts.all(ServerState) if pool.member(state.userid.value)]
    idle = [state for state in states if state.state != "Active"]
    rest = f"; {', '.join(f'{state.userid.value} is {state.state}' for state in idle[:5])}" if idle else ""
    which = what(servers, bool(states))
    return finding(
        "ZVM701",
        f"segment {segment.name} has {segment.user_count} users, more than the {servers} {which} "
        f"and the agent{rest}",
        (segment.place, "the segment"),
        *((state.userid, state.state) for state in idle[:5]),
        about=(pool.name, stack.userid, segment.name, *(state.userid.value for state in idle)),
        severity=Severity.INFO if idle else Severity.WARNING,
        fix="CP QUERY NSS USERS " + segment.name + " shows who has it; none of them is missing",
    )


def count(facts: Facts, stack: Stack, pool: SslServerPool, segment: DcssSegment) -> Iterator[Finding]:
    """One segment against one pool."""
    states = [state for state in facts.all(ServerState) if pool.member(state.userid.value)]
    active = [state.userid.value for state in states if state.state == "Active"]
    servers = len(active) if states else pool.size
    users = segment.user_count
    if servers is None or users is None or users == servers + 1:
        return
    if users > servers + 1:
        yield too_many(facts, stack, pool, segment, servers)
        return
    present = {user.value for user in segment.users.users} if segment.users else set()
    missing = sorted(set(active) - present) if present else []
    of_what = what(servers, bool(states))
    said = f"; {', '.join(missing)} is not among them" if missing else ""
    yield finding(
        "ZVM701",
        f"segment {segment.name} has {segment.user_count} users, where {servers} {of_what} and the "
        f"agent make {servers + 1}{said}",
        (segment.place, "the segment"),
        *((state.userid, "active") for state in states if state.userid.value in missing),
        about=(pool.name, stack.userid, segment.name, *missing),
        severity=None if states else Severity.WARNING,
    )
