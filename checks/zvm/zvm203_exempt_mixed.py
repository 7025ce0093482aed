"""EXEMPT names both cipher suites and a strength set.

## Why it matters

EXEMPT takes either names of suites or one of the sets HIGH, MEDIUM, LOW and NONE. With a mixture the
server does not start.

## How it is decided

All words of all EXEMPT operands of a server together: some are strength sets, some are not.

## What to do

Keep one kind. LOW takes the suites of NONE along, so one set is often enough; else list every suite.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, ciphers, finding, servers_in_use
from zvm._operands import about, listed


@check(
    "ZVM203",
    "exempt-mixed",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="keep either the strength set or the names",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM003",),
)
def exempt_mixed(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        sets = [word for word in pool.operands.exempt if ciphers.strength_set(word.value)]
        names = [word for word in pool.operands.exempt if not ciphers.strength_set(word.value)]
        if sets and names:
            yield finding(
                "ZVM203",
                f"EXEMPT of {pool.name} mixes the strength set {listed(word.value for word in sets)} "
                f"with suites by name: {listed(word.value for word in names)}",
                (sets[0], "a strength set"),
                (names[0], "a suite by name"),
                about=about(pool),
            )
