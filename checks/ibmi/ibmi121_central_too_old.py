"""The central system is too old for securing one PC alone.

## Why it matters

The scenario for one PC builds on authentication level Any, which Management Central has from V5R3 on. Before,
its Security page does not offer it.

## How it is decided

By a settings form: the scenario is ``client-connection`` and the central system's release is before V5R3.

## What to do

Upgrade the central system, or secure all connections with level Server instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import ONE_PC, central, scenario
from ibmi._systems import level_of, names, release_place
from ssldiag.api import Facts, Finding, McScenario, check, finding, ibmi_levels

FIRST = 530


@check(
    "IBMI121",
    "central-too-old",
    "error",
    "Management Central",
    needs=(McScenario,),
    fix="upgrade the central system to V5R3 or later, or use level Server",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-REL-SCN-A-CENTRAL",),
)
def central_too_old(facts: Facts) -> Iterator[Finding]:
    wanted, middle = scenario(facts, ONE_PC), central(facts)
    level = level_of(facts, middle.system) if middle else None
    if wanted and middle and level and level < FIRST:
        yield finding(
            "IBMI121",
            f"{middle.system} is at {ibmi_levels.spoken(level)}: level Any needs V5R3 or later",
            (release_place(facts, middle.system), "its release"),
            (wanted.place, "what is to be reached"),
            about=names(middle.system),
        )
