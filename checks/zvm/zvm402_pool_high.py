"""HIGH of the pool is below LOW, or has more than five digits.

## Why it matters

A pool runs from LOW to HIGH, and its machines are named by the prefix and five digits. Outside of that range
the directory statement defines nothing, and the directory cannot be brought online.

## How it is decided

The numbers after LOW and HIGH in the POOL statement. The upper bound of 99999 is concluded from the five
digits of the names.

## What to do

Write ``POOL LOW 1 HIGH n PROFILE name`` with n as the number of servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import pools

HIGHEST = 99_999
"""The last number that five digits hold."""


@check(
    "ZVM402",
    "pool-high",
    "warning",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    certainty="inferred",
    fix="POOL LOW 1 HIGH <number of servers> PROFILE <name>",
    sources=("concluded from the IBM deck on multiple SSL servers, 2010",),
    facts=("DIR002",),
)
def pool_high(facts: Facts) -> Iterator[Finding]:
    for server, pool in pools(facts):
        high = pool.high
        if high is None:
            continue
        if high.value > HIGHEST:
            text = f"HIGH {high.value} of pool {server.name} has more than five digits"
        elif pool.low is not None and high.value < pool.low.value:
            text = (
                f"HIGH {high.value} of pool {server.name} is below LOW {pool.low.value}: it has no machines"
            )
        else:
            continue
        yield finding(
            "ZVM402",
            text,
            high,
            *([(pool.low, "the first number")] if pool.low else []),
            about=(server.name, pool.prefix),
        )
