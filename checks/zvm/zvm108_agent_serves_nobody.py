"""A DCSS Management Agent has no :for. tag.

## Why it matters

``:for.`` ties the agent to one pool or one server. Without it the agent serves nobody: the SSL servers come
up, but have no session cache, and clients that come back fail (DTCSSL2421E).

## How it is decided

The agent's entry in DTCPARMS has no ``:for.`` tag, or an empty one.

## What to do

Name the pool, with its asterisk, or the single server, and restart the stack:

    :nick.SSLDCSSM :type.server
                   :for.SSL*
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssAgent, Facts, Finding, agents_in_use, check, finding, servers_in_use


@check(
    "ZVM108",
    "agent-serves-nobody",
    "error",
    "DTCPARMS",
    needs=(DcssAgent,),
    messages=("DTCSSL2421E",),
    releases="540+",
    caused_by=("ZVM129",),
    fix="add :for.<pool or server> to the agent's entry",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC008",),
)
def agent_serves_nobody(facts: Facts) -> Iterator[Finding]:
    for agent in agents_in_use(facts):
        if agent.serves is not None:
            continue
        tag = agent.definition.get("for") if agent.definition else None
        meant = candidates(facts, agent)
        yield finding(
            "ZVM108",
            f"the agent {agent.userid} serves nobody: its :for. tag is {'empty' if tag else 'missing'}",
            (tag.name if tag else agent.place, "the tag is empty" if tag else "no :for. in this entry"),
            about=(agent.userid, *meant),
            fix=f"add :for.{meant[0]} to the entry :nick.{agent.userid}" if len(meant) == 1 else "",
        )


def candidates(facts: Facts, agent: DcssAgent) -> list[str]:
    """The servers of the agent's stack that no other agent serves."""
    served = {item.serves.value for item in facts.all(DcssAgent) if item.serves}
    return [
        pool.name
        for pool in servers_in_use(facts)
        if pool.name not in served
        and (agent.stack is None or pool.stack is None or agent.stack.value == pool.stack.value)
    ]
