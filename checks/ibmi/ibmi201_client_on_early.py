"""A PC uses SSL, but Management Central does not yet.

## Why it matters

A Navigator with SSL cannot talk to a server without it: the PC is locked out of the central system.

## How it is decided

By settings forms: SSL is active on the PC, and not active on the central system that it goes to.

## What to do

On the PC: My Connections, the system, Properties, Secure Sockets, untick Use SSL; exit and start Navigator.
Then set Use SSL on the central system, stop and start Management Central, and tick it again on the PC.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, clients, no, yes
from ssldiag.api import Facts, Finding, McClient, McServer, check, finding


@check(
    "IBMI201",
    "client-on-early",
    "error",
    "Management Central",
    needs=(
        McClient,
        McServer,
    ),
    caused_by=(
        "IBMI202",
        "IBMI205",
    ),
    fix="untick Use SSL on the PC and restart Navigator; enable Management Central first",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-CLIENT-ON-EARLY",),
)
def client_on_early(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    for pc in clients(facts):
        if middle and middle.ssl_active and pc.ssl_active and yes(pc.ssl_active) and no(middle.ssl_active):
            pending = " (it is stored, a restart is missing)" if yes(middle.ssl_stored) else ""
            yield finding(
                "IBMI201",
                f"{pc.name} uses SSL, but Management Central on {middle.system} does not{pending}",
                (pc.ssl_active, "SSL is active on the PC"),
                (middle.ssl_active, "not active on the central system"),
                about=(pc.name, middle.system),
            )
