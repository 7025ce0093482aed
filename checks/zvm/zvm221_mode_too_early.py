"""MODE is used on a level that does not know it.

## Why it matters

An operand that VMSSL does not know stops the start of the SSL server.

## How it is decided

MODE came with APAR PM93363 on 6.3 and is in every later level; before 6.3 there is none. On 6.3 the SSL
server's own service list (DTCRUN1048I) tells: a list whose newest APAR is older gives a warning, no list
leaves the question open.

## What to do

Apply PM93363 on 6.3. On an older level use FIPS instead of MODE FIPS-140-2 (6.1 with PM10616, or 6.2).
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

FIRST = 630


@check(
    "ZVM221",
    "mode-too-early",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540-630",
    fix="apply PM93363 on 6.3, or remove MODE",
    sources=("http://www-01.ibm.com/support/docview.wss?uid=isg1PM93363",),
    facts=("PRM021",),
)
def mode_too_early(facts: Facts) -> Iterator[Finding]:
    yield from settled(
        item
        for pool in servers_in_use(facts)
        if pool.operands.mode is not None
        for item in judge(facts, pool, pool.operands.mode)
    )


def judge(facts: Facts, pool: SslServerPool, word: Located[str]) -> Iterator[Finding | Undecided]:
    at = level(facts)
    if at != FIRST:
        yield finding(
            "ZVM221",
            f"{pool.name} is given MODE {word.value}, but level {at} has no MODE",
            word,
            about=about(pool),
            fix="use FIPS instead, if FIPS-140-2 is meant"
            if word.value.startswith("FIPS")
            else "remove MODE",
        )
        return
    yield from brought_by(facts, "ZVM221", pool, ("MODE", word), "PM93363")
