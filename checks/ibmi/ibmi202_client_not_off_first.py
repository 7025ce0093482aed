"""SSL was set on the central system while a PC still used it.

## Why it matters

Both scenarios begin with taking SSL off the PC. Navigator with SSL does not reach the central system until
the server uses SSL too: the administrator locks himself out half way.

## How it is decided

By the steps in a settings form: the central system's level was set before SSL was taken off the PC. Without
steps: SSL is stored and not active on the central system, and active on the PC.

## What to do

On the PC untick Use SSL and restart Navigator; then go on with the next step.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import ALL, ONE_PC, before, central, clients, no, steps, yes
from ssldiag.api import Facts, Finding, McClient, check, finding


@check(
    "IBMI202",
    "client-not-off-first",
    "error",
    "Management Central",
    needs=(McClient,),
    fix="untick Use SSL on the PC, exit and restart Navigator, then go on",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-CLIENT-OFF-FIRST",),
)
def client_not_off_first(facts: Facts) -> Iterator[Finding]:
    for scenario, off, level in ((ONE_PC, "1", "2"), (ALL, "0", "1")):
        first, then = steps(facts, off, scenario), steps(facts, level, scenario)
        if first and then and before(then[0], first[0]):
            yield finding(
                "IBMI202",
                f"the level was set (step {level}) before SSL was taken off {first[0].actor or 'the PC'} "
                f"(step {off})",
                (then[0].number, "the level was set"),
                (first[0].number, "only then was SSL taken off"),
                about=tuple(item for item in (first[0].actor,) if item),
            )
            return
    middle = central(facts)
    for pc in clients(facts):
        stored = middle and yes(middle.ssl_stored) and no(middle.ssl_active)
        if middle and middle.ssl_stored and stored and pc.ssl_active and yes(pc.ssl_active):
            yield finding(
                "IBMI202",
                f"SSL is set on {middle.system} and not active yet, while {pc.name} uses it already",
                (pc.ssl_active, "SSL is active on the PC"),
                (middle.ssl_stored, "stored on the central system"),
                about=(pc.name, middle.system),
            )
