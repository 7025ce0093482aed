"""The number of SSL servers does not suit the number of sessions.

## Why it matters

Every server costs a virtual machine and storage, and the cost of a handshake grows with the sessions that a
server carries. IBM's advice of 2010 is one server for up to 100 sessions, five servers of 120 for up to 600,
and the defaults (five of 600) above that.

## How it is decided

The MAXSESSIONS that is coded, SSLSERVERID (single server or pool) and MAXPERSSLSERVER against that advice. It
is advice for sizing, not a fault; the numbers are those of the deck.

## What to do

Adjust HIGH in the POOL statement and SSLLIMITS, or leave it as it is if your measurements say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding
from zvm._profile import possible

FOR_ONE_SERVER, FOR_SMALL_POOL = 100, 600
"""Sessions up to which one server does, and up to which five servers of 120 do (IBM deck of 2010)."""

SMALL_SHARE, LARGE_SHARE = 120, 600
"""Sessions of one server in the small pool, and by default (the same deck)."""


@check(
    "ZVM314",
    "sizing",
    "info",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM302", "ZVM313"),
    fix="adjust HIGH in the POOL statement and SSLLIMITS",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRF014",),
)
def sizing(facts: Facts) -> Iterator[Finding]:
    for found in possible(facts):
        limits = found.limits
        if limits.sessions is None or found.operand is None or limits.max_sessions < limits.max_per_server:
            continue
        if not found.single and not any(server.is_pool for server in found.servers):
            continue  # which form is meant is for ZVM302 to say
        words = advice(limits.max_sessions, limits.max_per_server, found.single)
        if words:
            servers = "a single server" if found.single else f"servers of {limits.max_per_server}"
            yield finding(
                "ZVM314",
                f"{limits.max_sessions} sessions with {servers}: IBM's advice is {words}",
                *limits.places,
                about=found.names,
            )


def advice(sessions: int, share: int, single: bool) -> str:
    """What the deck advises instead; nothing where the host follows it."""
    if sessions <= FOR_ONE_SERVER:
        return "" if single else f"one server for up to {FOR_ONE_SERVER} sessions"
    if sessions <= FOR_SMALL_POOL:
        fits = not single and share <= SMALL_SHARE
        return "" if fits else f"five servers of {SMALL_SHARE} sessions for up to {FOR_SMALL_POOL}"
    fits = not single and share <= LARGE_SHARE
    return "" if fits else f"five servers of {LARGE_SHARE} sessions for more than {FOR_SMALL_POOL}"
