"""The stack did not start the DCSS Management Agent before its SSL servers.

## Why it matters

The session cache must exist when an SSL server comes up. The stack says DTCRUN1043I when it starts the
agent, before anything about SSL; if that line is missing or late the servers run without the cache.

## How it is decided

In the latest run of a stack with SSL servers: whether DTCRUN1043I is there, and whether a message about
an SSL server stands before it. A run whose beginning was not collected is not judged.

## What to do

Mend the agent's entry (``:for.``, ``:stack.``) and the stack's ``:DCSS_Parms.``, take SSL machines and
the agent out of AUTOLOG lists, then restart the stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Facts,
    Finding,
    SslServerPool,
    Stack,
    Undecided,
    check,
    finding,
    pools_of,
)
from zvm._console import latest


@check(
    "ZVM705",
    "agent-started-late",
    "warning",
    "console of the stack",
    needs=(ConsoleRun, SslServerPool),
    releases="540+",
    messages=("DTCRUN1043I", "DTCSSL2421E"),
    caused_by=("ZVM112", "ZVM107", "ZVM108", "ZVM109", "ZVM110", "ZVM101", "ZVM305", "ZVM306"),
    fix="correct the agent's DTCPARMS entry, then restart the stack",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN005",),
)
def agent_started_late(facts: Facts) -> Iterator[Finding]:
    runs = [run for run in latest(facts, "stack") if run.messages("DTCRUN1011I")]
    if not runs:
        raise Undecided(
            "no console log shows a start of the stack from its beginning", "the console log of the stack"
        )
    for run in runs:
        stack = next((item for item in facts.all(Stack) if item.userid == run.machine), None)
        if stack is None and len(facts.all(Stack)) == 1:
            stack = facts.all(Stack)[0]
        if stack is not None and pools_of(facts, stack):
            yield from judge(facts, run, stack)


def judge(facts: Facts, run: ConsoleRun, stack: Stack) -> Iterator[Finding]:
    """One start of one stack."""
    pools = pools_of(facts, stack)
    names = (stack.userid, *(pool.name for pool in pools))
    agents = run.messages("DTCRUN1043I")
    if not agents:
        first = run.messages("DTCRUN1011I")[0]
        yield finding(
            "ZVM705",
            f"stack {stack.userid} started without DTCRUN1043I: it did not bring up a DCSS Management Agent",
            (first.place, "this start"),
            about=names,
        )
        return
    for message in run.messages():
        if message.place.line >= agents[0].place.line:
            return
        if message.id.startswith("DTCSSL"):
            yield finding(
                "ZVM705",
                f"an SSL message ({message.id}) stands before the agent's start on {stack.userid}'s console",
                (message.place, "first SSL message"),
                (agents[0].place, "the agent's start"),
                about=names,
            )
            return
