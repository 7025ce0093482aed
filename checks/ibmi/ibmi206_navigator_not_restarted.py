"""The PC's SSL setting is stored, but Navigator was not restarted.

## Why it matters

Navigator most likely reads the tick Use SSL when it starts. Until then it connects as before, and the padlock
does not change.

## How it is decided

By a settings form: the stored and the active value of a PC differ.

## What to do

Exit Navigator on that PC and start it again; then look for the padlock on Management Central.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, McClient, check, finding


@check(
    "IBMI206",
    "navigator-not-restarted",
    "warning",
    "Management Central",
    needs=(McClient,),
    certainty="inferred",
    fix="exit Navigator on the PC and start it again",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-NAV-RESTART",),
)
def navigator_not_restarted(facts: Facts) -> Iterator[Finding]:
    for pc in facts.all(McClient):
        if pc.ssl_stored and pc.ssl_active and pc.ssl_stored.value != pc.ssl_active.value:
            word = "on" if pc.ssl_stored.value else "off"
            yield finding(
                "IBMI206",
                f"{pc.name} has SSL set {word}, but its running Navigator does not use it so yet",
                (pc.ssl_stored, "stored"),
                (pc.ssl_active, "active"),
                about=(pc.name,),
            )
