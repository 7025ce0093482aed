"""PROTOCOL is used on a level that does not know it.

## Why it matters

An operand that VMSSL does not know stops the start of the SSL server.

## How it is decided

PROTOCOL came with 6.3 and reached 5.4 and 6.2 with APAR PI31200 (UI25366, UI25367); 6.1 never had it. On
5.4 and 6.2 the SSL server's own service list (DTCRUN1048I) tells: a list whose newest APAR is older gives a
warning, no list leaves the question open.

## What to do

Apply PI31200 on 5.4 or 6.2. On 6.1 remove the operand, or upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    Operand,
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

NEVER = 610
"""The level among these that PI31200 was not made for."""


@check(
    "ZVM216",
    "protocol-too-early",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540-620",
    fix="apply PI31200 (5.4: UI25366, 6.2: UI25367), or remove PROTOCOL",
    sources=("http://www.vm.ibm.com/related/tcpip/PI31200.html",),
    facts=("PRM016",),
)
def protocol_too_early(facts: Facts) -> Iterator[Finding]:
    yield from settled(
        item
        for pool in servers_in_use(facts)
        for operand in (pool.operands.get("PROTOCOL"),)
        if operand is not None
        for item in judge(facts, pool, operand)
    )


def judge(facts: Facts, pool: SslServerPool, operand: Operand) -> Iterator[Finding | Undecided]:
    at = level(facts)
    if at == NEVER:
        yield finding(
            "ZVM216",
            f"{pool.name} is given PROTOCOL, which level {at} does not know",
            operand.name,
            about=about(pool),
            fix="remove PROTOCOL",
        )
        return
    yield from brought_by(facts, "ZVM216", pool, ("PROTOCOL", operand.name), "PI31200", "UI25366", "UI25367")
