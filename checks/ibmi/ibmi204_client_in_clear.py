"""A PC works without SSL beside a central system that has it.

## Why it matters

At level Any the PC decides: with SSL it checks the server's certificate and the connection is secured,
without SSL it works as before, in clear.

## How it is decided

By settings forms: SSL and level Any are active on the central system, SSL is not active on the PC, and
nothing says that it is to stay so.

## What to do

On the PC: My Connections, the system, Properties, Secure Sockets, tick Use SSL; restart Navigator. Or write
``stays-plain = yes`` into the form.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_ANY, central, clients, no, says, yes
from ssldiag.api import Facts, Finding, McClient, McServer, check, finding


@check(
    "IBMI204",
    "client-in-clear",
    "info",
    "Management Central",
    needs=(
        McClient,
        McServer,
    ),
    fix="tick Use SSL on the PC and restart Navigator",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-TABLE1",),
)
def client_in_clear(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    if middle is None or not yes(middle.ssl_active) or not says(middle.level_active, LEVEL_ANY):
        return
    for pc in clients(facts):
        if pc.ssl_active and no(pc.ssl_active) and not yes(pc.stays_plain) and not yes(pc.ssl_stored):
            yield finding(
                "IBMI204",
                f"{pc.name} reaches {middle.system} in clear: level Any lets it",
                (pc.ssl_active, "SSL is off"),
                about=(pc.name,),
            )
