"""The obsolete operand CACHESIZE is used.

## Why it matters

Since the pool support of 2010 the session cache lies in a segment of fixed size, which ``:DCSS_Parms.``
defines. CACHESIZE is ignored at best, and rejected at worst.

## How it is decided

CACHESIZE among the operands of ``:parms.``. On 5.4 or 6.1 with neither pool nor agent nor a sign of that
service it may still be valid, so nothing is decided there.

## What to do

Delete the operand and its value from ``:parms.``. To change the size of the cache give the segment another
page range: ``:DCSS_Parms.name begin-end``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, SslServerPool, Undecided, check, finding, servers_in_use
from zvm._entries import settled
from zvm._operands import about, maybe_before_pools


@check(
    "ZVM201",
    "cachesize",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="delete CACHESIZE from :parms.",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM001",),
)
def cachesize(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    operand = pool.operands.get("CACHESIZE")
    if operand is None:
        return
    if maybe_before_pools(facts):
        yield Undecided(
            "CACHESIZE is valid before UK59535 (5.4) and UK59536 (6.1), and nothing shows that service",
            "the console log of the SSL server with its DTCRUN1048I lines",
        )
        return
    yield finding(
        "ZVM201",
        f"{pool.name} is given CACHESIZE, which the session-cache segment has replaced",
        operand.name,
        about=about(pool),
    )
