"""A PC is to stay without SSL, but the level is not Any.

## Why it matters

Level Any is the one that takes connections with and without SSL. At the other levels a PC without SSL is most
likely refused; IBM's document does not say it in so many words.

## How it is decided

By settings forms: a PC has ``stays-plain = yes``, and the central system uses SSL at level Server or Client
and server.

## What to do

Set level Any (properties of Management Central, Security), stop and start it; or give every PC SSL.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_ANY, central, clients, yes
from ssldiag.api import Facts, Finding, McClient, McServer, check, finding


@check(
    "IBMI203",
    "level-any",
    "warning",
    "Management Central",
    needs=(
        McClient,
        McServer,
    ),
    certainty="inferred",
    fix="set level Any and restart Management Central, or give the PC SSL too",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-LEVEL-ANY",),
)
def level_any(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    level = (middle.level_stored or middle.level_active) if middle else None
    if middle is None or level is None or level.value == LEVEL_ANY or not yes(middle.ssl_stored):
        return
    for pc in clients(facts):
        if pc.stays_plain and yes(pc.stays_plain):
            yield finding(
                "IBMI203",
                f"{pc.name} is to stay without SSL, but {middle.system} has level {level}: "
                "it is likely refused",
                (level, "the level"),
                (pc.stays_plain, "what is wanted"),
                about=(pc.name, middle.system),
            )
