"""Client authentication was begun before server authentication worked.

## Why it matters

Steps 6 to 10 build on steps 1 to 5: without the restarts of steps 3 and 4, level Client and server cannot be
completed.

## How it is decided

By the steps in a settings form: step 6 was taken, and step 3 or step 4 was not, or only later.

## What to do

Set level Server on the central system, go through steps 1 to 5, and check that every endpoint can be reached.
Only then begin step 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import before, steps
from ssldiag.api import Facts, Finding, McStep, check, finding


@check(
    "IBMI216",
    "both-before-server",
    "error",
    "Management Central",
    needs=(McStep,),
    fix="go back to level Server, complete steps 1 to 5, then begin step 6",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-SRVFIRST",),
)
def both_before_server(facts: Facts) -> Iterator[Finding]:
    sixth = steps(facts, "6")
    for number in ("3", "4") if sixth else ():
        taken = steps(facts, number)
        if not taken or before(sixth[0], taken[0]):
            what = "after it" if taken else "not at all"
            yield finding(
                "IBMI216",
                f"step 6 (level Client and server) was taken, and step {number} {what}",
                (sixth[0].number, "step 6"),
                *([(taken[0].number, f"step {number}")] if taken else []),
            )
            return
