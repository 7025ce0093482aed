"""The obsolete operands MAXSESSIONS or MAXUSERS are used.

## Why it matters

Since the pool support of 2010 the stack counts sessions, by its SSLLIMITS statement. In ``:parms.`` these
operands are ignored at best, and rejected at worst.

## How it is decided

MAXSESSIONS or MAXUSERS among the operands of ``:parms.``. On 5.4 or 6.1 with neither pool nor agent nor a
sign of that service they may still be valid, so nothing is decided there.

## What to do

Delete them from ``:parms.`` and say in the stack's profile what was meant:

    SSLLIMITS MAXSESSIONS 3000 MAXPERSSLSERVER 600
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, SslServerPool, Undecided, check, finding, servers_in_use
from zvm._entries import settled
from zvm._operands import about, maybe_before_pools


@check(
    "ZVM202",
    "session-operands",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="delete MAXSESSIONS and MAXUSERS from :parms. and code SSLLIMITS in the profile",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM002",),
)
def session_operands(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    for key in ("MAXSESSIONS", "MAXUSERS"):
        operand = pool.operands.get(key)
        if operand is None:
            continue
        if maybe_before_pools(facts):
            yield Undecided(
                f"{key} is valid before UK59535 (5.4) and UK59536 (6.1), and nothing shows that service",
                "the console log of the SSL server with its DTCRUN1048I lines",
            )
            continue
        number = operand.words[0].value if operand.words else "<number>"
        yield finding(
            "ZVM202",
            f"{pool.name} is given {key}, which SSLLIMITS of the stack's profile has replaced",
            operand.name,
            about=about(pool),
            fix=f"delete {key} and code SSLLIMITS MAXPERSSLSERVER {number} in the stack's profile",
        )
