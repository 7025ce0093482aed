"""MAXSESSIONS is smaller than MAXPERSSLSERVER.

## Why it matters

MAXSESSIONS counts over all servers, so no server ever reaches a higher MAXPERSSLSERVER. One of the numbers
is not what was meant, often because the two were exchanged or only one of them was coded.

## How it is decided

The limits of SSLLIMITS, with the defaults (3000 and 600) for what is not coded. That the smaller number wins
is concluded from what the two operands mean.

## What to do

Code both: MAXSESSIONS as the total over all servers, MAXPERSSLSERVER as the share of one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding
from zvm._profile import possible


@check(
    "ZVM312",
    "limits-contradict",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    certainty="inferred",
    fix="SSLLIMITS MAXSESSIONS <total of all servers> MAXPERSSLSERVER <share of one>",
    sources=("concluded from the IBM deck on multiple SSL servers, 2010",),
    facts=("PRF012",),
)
def limits_contradict(facts: Facts) -> Iterator[Finding]:
    for found in possible(facts):
        limits = found.limits
        if limits.max_sessions < limits.max_per_server:
            yield finding(
                "ZVM312",
                f"{limits.in_words} contradict each other: no server exceeds {limits.max_sessions} sessions",
                *limits.places,
                about=found.names,
            )
