"""A DCSS Management Agent and its SSL servers name different stacks.

## Why it matters

The agent prepares the segment of one stack, by its own ``:stack.``. If the servers of its ``:for.`` belong
to another stack they find no cache there, and one of the two may be refused at start (DTCRUN1028E).

## How it is decided

``:stack.`` of the agent is compared with ``:stack.`` of the entry that its ``:for.`` names. The tag whose
stack has no entry and is not in TCPIP DATA comes first. An agent with no ``:stack.`` at all is a warning.

## What to do

Decide which stack is meant, make the two tags equal, and restart that stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssAgent,
    Facts,
    Finding,
    Severity,
    SslServerPool,
    agents_in_use,
    check,
    finding,
    tag_in_effect,
)
from zvm._stacks import known_stacks


@check(
    "ZVM110",
    "agent-stack-differs",
    "error",
    "DTCPARMS",
    needs=(DcssAgent, SslServerPool),
    messages=("DTCSSL2421E", "DTCRUN1028E"),
    releases="540+",
    caused_by=("ZVM130",),
    fix="make :stack. of the agent and of its SSL servers the same",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC010",),
)
def agent_stack_differs(facts: Facts) -> Iterator[Finding]:
    known = known_stacks(facts)
    pools = {pool.name: pool for pool in facts.all(SslServerPool)}
    for agent in agents_in_use(facts):
        pool = pools.get(agent.serves.value) if agent.serves else None
        if pool is None or pool.stack is None:
            continue
        if agent.stack is not None and agent.stack.value != pool.stack.value:
            tags = ((agent.stack, "the agent's stack"), (pool.stack, "the servers' stack"))
            odd_first = sorted(tags, key=lambda tag: tag[0].value in known)
            yield finding(
                "ZVM110",
                f"the agent {agent.userid} belongs to stack {agent.stack.value}, "
                f"but {pool.name}, which it serves, to {pool.stack.value}",
                *odd_first,
                about=(agent.userid, pool.name, agent.stack.value, pool.stack.value),
            )
        elif agent.stack is None and tag_in_effect(facts, agent, "stack") is None:
            yield finding(
                "ZVM110",
                f"the agent {agent.userid} names no stack, while {pool.name}, which it serves, "
                f"belongs to {pool.stack.value}",
                (agent.place, "no :stack. in this entry"),
                (pool.stack, "the servers' stack"),
                about=(agent.userid, pool.name, pool.stack.value),
                severity=Severity.WARNING,
                fix=f"add :stack.{pool.stack.value} to the entry :nick.{agent.userid}",
            )
