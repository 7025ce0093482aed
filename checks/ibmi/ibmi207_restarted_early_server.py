"""Management Central was restarted before level Server was spread.

## Why it matters

After step 1 the central system must not be restarted until Compare and Update (step 2) has set the endpoints.
A restart makes its setting active while theirs is the old one: it reaches none of them any more.

## How it is decided

By the moments in settings forms: the central system was started after level Server was stored, and before
Compare and Update with that level was started. Nothing is said once it was restarted after that too, and the
endpoints have its settings.

## What to do

Set the central system's level back, restart it, and begin again at step 1; then step 2, and only then the
restarts, the central system first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_SERVER, restarted_early
from ssldiag.api import Facts, Finding, McServer, check


@check(
    "IBMI207",
    "restarted-early-server",
    "error",
    "Management Central",
    needs=(McServer,),
    fix="set the level back on the central system and restart it, then take steps 1 and 2 first",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-NO-EARLY-RESTART-1",),
)
def restarted_early_server(facts: Facts) -> Iterator[Finding]:
    return restarted_early(facts, "IBMI207", LEVEL_SERVER, "Server")
