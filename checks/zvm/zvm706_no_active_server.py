"""No SSL server is Active.

## Why it matters

Only an Active server takes secure connections. With none, FTP clients get ``421 Temporarily unable to
process security``, Telnet clients ``SSL Server is not available on local system.``, and statically
secured ports close at once.

## How it is decided

By the states in the last SSLADMIN QUERY STATUS or NETSTAT CONFIG SSL response.

## What to do

``SSLADMIN START (SSL SSL00001`` starts one, ``NETSTAT SSL START SSL00001`` does the same. If it falls
back to Eligible, its console says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerState, SslServerPool, check, finding, stack_of
from zvm._console import concerned


@check(
    "ZVM706",
    "no-active-server",
    "error",
    "SSLADMIN or NETSTAT response",
    needs=(ServerState,),
    releases="540+",
    caused_by=("ZVM710", "ZVM101", "ZVM302", "ZVM721", "ZVM722", "ZVM723", "ZVM707"),
    fix="SSLADMIN START (SSL <server>",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN006",),
)
def no_active_server(facts: Facts) -> Iterator[Finding]:
    pools = facts.all(SslServerPool)
    states = facts.all(ServerState)
    groups = [
        [state for state in states if pool.member(state.userid.value)]
        for pool in pools
        if any(pool.member(state.userid.value) for state in states)
    ] or [list(states)]
    for group in groups:
        if any(state.state in ("Active", "Starting") for state in group):
            continue
        pool = next((item for item in pools if item.member(group[0].userid.value)), None)
        stack = stack_of(facts, pool) if pool else None
        of = f" of stack {stack.userid}" if stack else ""
        count = len(group)
        yield finding(
            "ZVM706",
            f"none of the {count} SSL servers{of} is Active"
            if count > 1
            else f"the SSL server{of} is not Active",
            *((state.userid, state.state) for state in group[:5]),
            about=tuple({name for state in group for name in concerned(facts, state.userid.value)}),
            fix=f"SSLADMIN START (SSL {group[0].userid.value}",
        )
