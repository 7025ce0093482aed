"""An SSL server is Stopped.

## Why it matters

A server that was stopped on purpose is not started again by the stack, however busy the others are. Its
share of the sessions is missing until someone starts it.

## How it is decided

By the states in the last SSLADMIN QUERY STATUS or NETSTAT CONFIG SSL response.

## What to do

If nobody means it to be down: ``SSLADMIN START (SSL <server>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerState, check, finding
from zvm._console import concerned


@check(
    "ZVM707",
    "server-stopped",
    "warning",
    "SSLADMIN or NETSTAT response",
    needs=(ServerState,),
    releases="540+",
    fix="SSLADMIN START (SSL <server>",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN007",),
)
def server_stopped(facts: Facts) -> Iterator[Finding]:
    for state in facts.all(ServerState):
        if state.state == "Stopped":
            userid = state.userid.value
            yield finding(
                "ZVM707",
                f"SSL server {userid} is Stopped: the stack will not start it by itself",
                state.userid,
                about=concerned(facts, userid),
                fix=f"SSLADMIN START (SSL {userid}",
            )
