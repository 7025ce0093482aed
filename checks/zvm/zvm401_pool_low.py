"""The pool of SSL servers does not begin at 1.

## Why it matters

The stack counts the servers of a pool from 00001 on. With another LOW the first machine that it wants to
start does not exist, and the pool cannot be used.

## How it is decided

The number after LOW in the POOL statement of a pool that DTCPARMS names, or of the shipped pool SSL.

## What to do

Write ``POOL LOW 1 HIGH n PROFILE name`` and bring the directory online (DIRECTXA or DIRMAINT).
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import pools


@check(
    "ZVM401",
    "pool-low",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="POOL LOW 1 HIGH <n> PROFILE <name>",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR001",),
)
def pool_low(facts: Facts) -> Iterator[Finding]:
    for server, pool in pools(facts):
        if pool.low is None or pool.low.value == 1:
            continue
        high = pool.high.value if pool.high else "<n>"
        profile = pool.profile_name.value if pool.profile_name else "<name>"
        yield finding(
            "ZVM401",
            f"pool {server.name} begins at LOW {pool.low.value}; a pool of SSL servers begins at 1",
            pool.low,
            about=(server.name, pool.prefix, *([server.stack.value] if server.stack else [])),
            fix=f"POOL LOW 1 HIGH {high} PROFILE {profile}",
        )
