"""Only the PC that was set up is secured.

## Why it matters

The scenario for one PC secures that PC's connection to the central system. Other PCs, and all connections
between the central system and its endpoints, stay in clear.

## How it is decided

By settings forms: the scenario ``client-connection`` has been reached, and there are endpoints or other PCs
without SSL.

## What to do

Repeat step 4 on each PC, or set up the scenario for all connections.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_ANY, ONE_PC, central, clients, endpoints, no, says, scenario, yes
from ibmi._systems import few
from ssldiag.api import Facts, Finding, McScenario, check, finding


@check(
    "IBMI223",
    "only-one-pc-secured",
    "warning",
    "Management Central",
    needs=(McScenario,),
    fix="repeat step 4 on each PC, or secure all connections",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-SCOPE-ONE",),
)
def only_one_pc_secured(facts: Facts) -> Iterator[Finding]:
    wanted, middle = scenario(facts, ONE_PC), central(facts)
    if wanted is None or middle is None:
        return
    pcs = list(clients(facts))
    reached = (
        yes(middle.ssl_active)
        and says(middle.level_active, LEVEL_ANY)
        and any(yes(p.ssl_active) for p in pcs)
    )
    if not (yes(wanted.reached) or reached):
        return
    plain = [item.system for item in endpoints(facts) if no(item.ssl_active)]
    plain += [pc.name for pc in pcs if no(pc.ssl_active) and not yes(pc.stays_plain)]
    if plain:
        yield finding(
            "IBMI223",
            f"the scenario for one PC is done; still in clear: {few(plain)}",
            (wanted.place, "the scenario"),
            about=tuple(plain),
        )
