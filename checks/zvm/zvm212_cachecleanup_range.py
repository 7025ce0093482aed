"""CACHECLEANUP is out of its range.

## Why it matters

CACHECLEANUP tells after how many connections a server removes expired sessions from the cache. The operand
takes 10 to 1000; another number is rejected.

## How it is decided

The number after CACHECLEANUP, or its abbreviation, in ``:parms.``.

## What to do

Use a number from 10 to 1000, or remove the operand: the default is 100.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about

LOWEST, HIGHEST = 10, 1000
"""Connections between two clean-ups (VMSSL command)."""


@check(
    "ZVM212",
    "cachecleanup-range",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="set CACHECLEANUP to a number from 10 to 1000",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
    facts=("PRM012",),
)
def cachecleanup_range(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        number = pool.operands.cache_cleanup
        if number is not None and not LOWEST <= number.value <= HIGHEST:
            yield finding(
                "ZVM212",
                f"CACHECLEANUP {number.value} of {pool.name} is outside {LOWEST} to {HIGHEST}",
                number,
                about=about(pool),
            )
