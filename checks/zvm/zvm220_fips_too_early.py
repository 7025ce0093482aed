"""FIPS is used on a level that does not know it.

## Why it matters

An operand that VMSSL does not know stops the start of the SSL server.

## How it is decided

FIPS came to 6.1 with APAR PM10616 (UK61574) and is in every later level; 5.4 never had it. On 6.1 the SSL
server's own service list (DTCRUN1048I) tells: a list whose newest APAR is older gives a warning, no list
leaves the question open.

## What to do

Apply PM10616 on 6.1. On 5.4 remove the operand, or upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    Located,
    ServerInUse,
    SslServerPool,
    Undecided,
    check,
    finding,
    servers_in_use,
)
from zvm._entries import settled
from zvm._operands import about, level
from zvm._service import brought_by

NEVER = 540


@check(
    "ZVM220",
    "fips-too-early",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540-610",
    fix="apply PM10616 (UK61574) on 6.1, or remove FIPS",
    sources=("http://www.vm.ibm.com/related/tcpip/pm10616.html",),
    facts=("PRM020",),
)
def fips_too_early(facts: Facts) -> Iterator[Finding]:
    yield from settled(
        item
        for pool in servers_in_use(facts)
        if pool.operands.fips is not None
        for item in judge(facts, pool, pool.operands.fips)
    )


def judge(facts: Facts, pool: SslServerPool, word: Located[str]) -> Iterator[Finding | Undecided]:
    at = level(facts)
    if at == NEVER:
        yield finding(
            "ZVM220",
            f"{pool.name} is given FIPS, which level {at} does not know",
            word,
            about=about(pool),
            fix="remove FIPS",
        )
        return
    yield from brought_by(facts, "ZVM220", pool, ("FIPS", word), "PM10616", "UK61574")
