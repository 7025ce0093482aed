"""A heavy trace is switched on by the :parms. tag.

## Why it matters

TRACE FLOW and TRACE DEBUG write a great deal, slow the server down and fill spool space. DEBUG and
CONNECTIONS DATA also show what users send.

## How it is decided

TRACE FLOW, TRACE DEBUG or TRACE CONNECTIONS DATA among the operands of ``:parms.``, where it is in effect
from every start on.

## What to do

Remove it from ``:parms.`` once the trouble is found. For a running server switch traces on and off by
command:

    SSLADMIN TRACE CONNECTIONS DATA 192.0.2.17 (SSL SSL00001
    SSLADMIN NOTRACE (SSL SSL00001
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about

HARM = {
    "FLOW": "slows it down and fills spool space",
    "DEBUG": "slows it down, fills spool space and shows what users send",
    "CONNECTIONS": "shows what users send",
}


@check(
    "ZVM214",
    "trace-left-on",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove TRACE from :parms. and use SSLADMIN TRACE when it is needed",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM014",),
)
def trace_left_on(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        trace = pool.operands.trace
        if trace is None or trace.type not in HARM or (trace.type == "CONNECTIONS" and not trace.data):
            continue
        shown = f"{trace.type} DATA" if trace.data else trace.type
        yield finding(
            "ZVM214",
            f"TRACE {shown} in :parms. of {pool.name} {HARM[trace.type]}",
            trace.name,
            about=about(pool),
        )
