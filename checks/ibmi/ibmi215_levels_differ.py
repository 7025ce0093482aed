"""The central system and an endpoint have different authentication levels.

## Why it matters

With Client and server on one side only, either nobody notices that the other side's proof is not asked for,
or the endpoint asks for what the central system does not give, and the connection fails: -2 or 403, -16 or
415.

## How it is decided

By settings forms: SSL is active on both, and the active levels differ. What follows is inferred.

## What to do

Spread the level by Compare and Update, then restart both.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_BOTH, central, endpoints, yes
from ssldiag.api import Facts, Finding, McServer, check, finding


@check(
    "IBMI215",
    "levels-differ",
    "warning",
    "Management Central",
    needs=(McServer,),
    certainty="inferred",
    caused_by=(
        "IBMI208",
        "IBMI211",
        "IBMI212",
        "IBMI213",
        "IBMI205",
    ),
    fix="set the level alike by Compare and Update, then restart both",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-PAIR-LEVEL",),
)
def levels_differ(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    if middle is None or middle.level_active is None or not yes(middle.ssl_active):
        return
    for endpoint in endpoints(facts):
        level = endpoint.level_active
        if level is None or not yes(endpoint.ssl_active) or level.value == middle.level_active.value:
            continue
        if LEVEL_BOTH not in (level.value, middle.level_active.value):
            continue
        lost = level.value != LEVEL_BOTH
        then = "it does not ask for the central system's proof" if lost else "the connection likely fails"
        yield finding(
            "IBMI215",
            f"{middle.system} has level {middle.level_active}, {endpoint.system} {level}: {then}",
            (level, f"on {endpoint.system}"),
            (middle.level_active, f"on {middle.system}"),
            about=(endpoint.system, middle.system),
        )
