"""A server is shown that lies outside the range of its pool.

## Why it matters

The directory defines the members of a pool from LOW to HIGH. A server outside of that range runs from an
older directory or by hand; once it ends it cannot be started again, and the pool is smaller than it looks.

## How it is decided

A status response shows a server whose user ID is the prefix of the pool and five digits, and the number lies
below LOW or above HIGH of its POOL statement. User IDs with a USER entry of their own are left out, and so
are servers that are neither Active nor Starting.

## What to do

Set HIGH in the POOL statement to what the stack needs, bring the directory online, or stop the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Directory, DirectoryPool, Facts, Finding, ServerState, SslServerPool, check, finding

RUNS = ("Active", "Starting")
"""States of a server that has a virtual machine now."""


@check(
    "ZVM739",
    "server-out-of-range",
    "warning",
    "USER DIRECT and SSLADMIN or NETSTAT response",
    needs=(DirectoryPool, ServerState),
    releases="540+",
    fix="raise HIGH in the POOL statement, or stop the server",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def server_out_of_range(facts: Facts) -> Iterator[Finding]:
    directory = facts.first(Directory)
    users = directory.users if directory else {}
    for pool in facts.all(SslServerPool):
        bounds = pool.pool
        if bounds is None or bounds.low is None or bounds.high is None:
            continue
        outside = [
            state
            for state in facts.all(ServerState)
            if pool.is_pool
            and pool.member(state.userid.value)
            and state.state in RUNS
            and state.userid.value not in users
            and not bounds.low.value <= int(state.userid.value[-5:]) <= bounds.high.value
        ]
        if outside:
            names = ", ".join(state.userid.value for state in outside[:5])
            more = f" and {len(outside) - 5} more" if len(outside) > 5 else ""
            verb = "is" if len(outside) == 1 else "are"
            yield finding(
                "ZVM739",
                f"{names}{more} {verb} shown as running, but the pool {pool.name} is "
                f"{pool.prefix}{bounds.low.value:05} to {pool.prefix}{bounds.high.value:05}",
                *((state.userid, state.state) for state in outside[:5]),
                (bounds.high, "the range of the pool"),
                about=(pool.name, *(state.userid.value for state in outside)),
            )
