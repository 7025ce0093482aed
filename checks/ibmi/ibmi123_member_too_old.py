"""A system or PC is too old for securing all connections of Management Central.

## Why it matters

The central system, each endpoint and each PC have to be at V5R2 or later. An older one cannot take part: once
the others use TLS alone, it is cut off.

## How it is decided

By a settings form: the scenario is ``all-connections`` and a release is before V5R2.

## What to do

Upgrade it, or leave it out and expect that it cannot be reached.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import clients, everywhere
from ibmi._systems import level_of, release_place
from ssldiag.api import Facts, Finding, McScenario, McServer, check, finding, ibmi_levels

FIRST = 520


@check(
    "IBMI123",
    "member-too-old",
    "error",
    "Management Central",
    needs=(McScenario,),
    fix="upgrade it to V5R2 or later",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-REL-SCN-B",),
)
def member_too_old(facts: Facts) -> Iterator[Finding]:
    wanted = everywhere(facts)
    if wanted is None:
        return
    old = [
        (item.system, level, release_place(facts, item.system))
        for item in facts.all(McServer)
        if item.role and (level := level_of(facts, item.system)) and level < FIRST
    ]
    pcs = [(pc.name, pc.release.value, pc.release.place) for pc in clients(facts) if pc.release]
    for name, level, place in (*old, *(item for item in pcs if item[1] < FIRST)):
        yield finding(
            "IBMI123",
            f"{name} is at {ibmi_levels.spoken(level)}: securing all connections needs V5R2 or later",
            (place, "its release"),
            (wanted.place, "what is to be reached"),
            about=(name,),
        )
