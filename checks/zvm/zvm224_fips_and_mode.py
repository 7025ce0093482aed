"""FIPS and MODE ask for different standards.

## Why it matters

Both operands set one switch: FIPS means MODE FIPS-140-2. Given together with another standard, one of them
loses, or the server refuses both; which, is not confirmed.

## How it is decided

FIPS in ``:parms.`` together with a MODE that is not FIPS-140-2.

## What to do

Keep MODE with the standard that is meant, and remove FIPS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM224",
    "fips-and-mode",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="keep MODE with the standard that is meant, and remove FIPS",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
    facts=("PRM024",),
)
def fips_and_mode(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        fips, mode = pool.operands.fips, pool.operands.mode
        if fips is not None and mode is not None and not mode.value.upper().startswith("FIPS"):
            yield finding(
                "ZVM224",
                f"{pool.name} is given FIPS and MODE {mode.value}, two different standards",
                (fips, "means MODE FIPS-140-2"),
                (mode, "another standard"),
                about=about(pool),
            )
