"""CACHELIFE is longer than a day.

## Why it matters

Sessions may be reused for 24 hours at most. The server rejects a larger value.

## How it is decided

CACHELIFE in seconds, with its unit (H where none is given), against 24 hours: 24 H, 1440 M or 86400 S. A
number without a unit means hours, so ``CACHELIFE 3600`` is five months.

## What to do

Lower the value or give it the unit that was meant: ``CACHELIFE 8 H``, ``CACHELIFE 60 M``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about

DAY = 86_400
"""Seconds: the largest CACHELIFE (VMSSL command)."""


@check(
    "ZVM210",
    "cachelife-too-long",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="set CACHELIFE to 24 H, 1440 M, 86400 S or less",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
    facts=("PRM010",),
)
def cachelife_too_long(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        life = pool.operands.cache_life
        if life is not None and life.value > DAY:
            operand = pool.operands.get("CACHELIFE")
            words = " ".join(word.value for word in operand.words) if operand else str(life.value)
            yield finding(
                "ZVM210",
                f"CACHELIFE {words} of {pool.name} is longer than 24 hours, the limit",
                life,
                about=about(pool),
            )
