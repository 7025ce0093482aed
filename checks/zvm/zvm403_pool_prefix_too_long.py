"""The prefix of the pool has more than three characters.

## Why it matters

A machine of a pool is named by the prefix and five digits, and a user id has at most eight characters. A
longer prefix makes names that cannot exist.

## How it is decided

The name of a pool in DTCPARMS (without its asterisk), and the user id of its POOL statement. The limit of
three is concluded from the two lengths.

## What to do

Choose a prefix of at most three characters; SSLPOOL PLAN prints the directory and DTCPARMS entries for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, check, finding

LONGEST = 3
"""Eight characters of a user id, less five digits."""


@check(
    "ZVM403",
    "pool-prefix-too-long",
    "warning",
    "USER DIRECT and DTCPARMS",
    needs=(SslServerPool,),
    releases="540+",
    certainty="inferred",
    fix="SSLPOOL PLAN with a prefix of at most three characters",
    sources=("concluded from the IBM deck on multiple SSL servers, 2010",),
    facts=("DIR003",),
)
def pool_prefix_too_long(facts: Facts) -> Iterator[Finding]:
    for server in facts.all(SslServerPool):
        if server.is_pool and len(server.prefix) > LONGEST:
            place = server.pool.user.entry.name.place if server.pool else server.place
            yield finding(
                "ZVM403",
                f"the prefix {server.prefix} has {len(server.prefix)} characters: with five digits behind it"
                f" a user id has more than eight",
                (place, "the prefix"),
                *([(server.place, "the entry in DTCPARMS")] if server.definition and server.pool else []),
                about=(server.name, server.prefix),
            )
