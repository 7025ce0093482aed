"""A V5R1 system is in a Management Central network with a V5R4 system.

## Why it matters

V5R4 refuses connections with V5R1: the two never see each other in Management Central, secured or not.

## How it is decided

By the releases of the systems that a settings form gives a role (``central`` or ``endpoint``).

## What to do

Upgrade the V5R1 system, or manage it from another central system.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, endpoints
from ibmi._systems import level_of, names, release_place
from ssldiag.api import Facts, Finding, McServer, check, finding

OLD, REFUSES = 510, 540


@check(
    "IBMI124",
    "v5r1-beside-v5r4",
    "error",
    "Management Central",
    needs=(McServer,),
    fix="upgrade the V5R1 system, or take it out of the network",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-REL-V5R1",),
)
def v5r1_beside_v5r4(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    for endpoint in endpoints(facts) if middle else ():
        pair = (middle.system if middle else "", endpoint.system)
        by_level = {level_of(facts, system): system for system in pair}
        if {OLD, REFUSES} <= set(by_level):
            old, new = by_level[OLD], by_level[REFUSES]
            yield finding(
                "IBMI124",
                f"{old} is at V5R1: {new}, at V5R4, refuses connections with it",
                (release_place(facts, old), f"the release of {old}"),
                (release_place(facts, new), f"the release of {new}"),
                about=names(old),
            )
