"""An SSL server has no DCSS Management Agent.

## Why it matters

The agent (SSLDCSSM as shipped) owns the segment in which SSL servers keep sessions for reuse. Without it
the first connections work, then clients cannot come back, and SSLADMIN times out with DTCSSL2421E. A single
server needs the agent just as a pool does.

## How it is decided

Each SSL server or pool in use needs an agent entry whose ``:for.`` names it. An agent of its stack with no
``:for.``, or with one that leads nowhere, is probably its own, and other rules speak of that. Unless all
DTCPARMS files were collected nothing is decided: the shipped file brings an agent.

## What to do

Add an entry to SYSTEM DTCPARMS, and a directory entry of class E with ``NAMESAVE``:

    :nick.SSLDCSSM :type.server
                   :class.ssl_dcss_agent
                   :stack.TCPIP
                   :for.SSL*

Take the class name from the shipped entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssAgent,
    Facts,
    Finding,
    ServerInUse,
    SslServerPool,
    Undecided,
    check,
    finding,
    missing_files,
    servers_in_use,
)
from zvm._entries import of_a_pool, settled


@check(
    "ZVM107",
    "no-agent",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    messages=("DTCSSL2421E", "DTCRUN1043I"),
    releases="540+",
    caused_by=("ZVM126",),
    fix="add an entry for an agent with :stack. and :for. to SYSTEM DTCPARMS",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC007",),
)
def no_agent(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    names = {pool.name for pool in facts.all(SslServerPool)}
    agents = [agent for agent in facts.all(DcssAgent) if agent.definition]
    served = {agent.serves.value for agent in agents if agent.serves}
    loose = [agent for agent in agents if agent.serves is None or agent.serves.value not in names]
    for pool in servers_in_use(facts):
        if pool.name in served or any(may_serve(agent, pool) for agent in loose):
            continue
        if of_a_pool(facts, pool):
            continue
        missing = missing_files(facts)
        if missing:
            yield Undecided(
                f"no agent serves {pool.name} in the files collected, and {missing} is not among them",
                missing,
            )
            continue
        stack = pool.stack.value if pool.stack else "<stack>"
        yield finding(
            "ZVM107",
            f"no DCSS Management Agent serves {pool.name}: no entry has :for.{pool.name}",
            (pool.place, "no agent entry names it"),
            about=(pool.name, *([stack] if pool.stack else []), *undefined(facts)),
            fix=f"add an agent's entry with :stack.{stack} :for.{pool.name} to SYSTEM DTCPARMS",
        )


def undefined(facts: Facts) -> list[str]:
    """The agents that the directory has, and DTCPARMS has not."""
    return [agent.userid for agent in facts.all(DcssAgent) if agent.definition is None]


def may_serve(agent: DcssAgent, pool: SslServerPool) -> bool:
    """Whether an agent without a usable ``:for.`` is probably meant for this server."""
    if agent.stack is None or pool.stack is None:
        return True
    return agent.stack.value == pool.stack.value
