"""Management Central was restarted before level Client and server was spread.

## Why it matters

After step 6 the central system must not be restarted until Compare and Update (step 7) has set the endpoints.
A restart makes its setting active while theirs is the old one: it reaches none of them any more.

## How it is decided

By the moments in settings forms: the central system was started after level Client and server was stored,
and before Compare and Update with that level was started. Nothing is said once it was restarted after that
too, and the endpoints have its settings.

## What to do

Set the central system's level back, restart it, and begin again at step 6; then step 7, and only then the
restarts, the central system first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_BOTH, restarted_early
from ssldiag.api import Facts, Finding, McServer, check


@check(
    "IBMI208",
    "restarted-early-client",
    "error",
    "Management Central",
    needs=(McServer,),
    fix="set the level back on the central system and restart it, then take steps 6 and 7 first",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-NO-EARLY-RESTART-2",),
)
def restarted_early_client(facts: Facts) -> Iterator[Finding]:
    return restarted_early(facts, "IBMI208", LEVEL_BOTH, "Client and server")
