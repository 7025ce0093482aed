"""CACHELIFE 0 makes every connection a full handshake.

## Why it matters

With a life of 0 no session is ever reused. Each connection then costs a private-key operation, which shows
in the processor time of the SSL servers.

## How it is decided

CACHELIFE 0 in any unit. It may be wanted; then ignore this.

## What to do

Raise the value, or remove the operand: the default is 24 H.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM211",
    "cachelife-zero",
    "info",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="raise CACHELIFE, or remove it for the default of 24 H",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
    facts=("PRM011",),
)
def cachelife_zero(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        life = pool.operands.cache_life
        if life is not None and life.value == 0:
            yield finding(
                "ZVM211",
                f"CACHELIFE 0 keeps {pool.name} from reusing any session",
                life,
                about=about(pool),
            )
