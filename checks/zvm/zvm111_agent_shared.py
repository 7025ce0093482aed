"""A DCSS Management Agent is shared, or a pool has two.

## Why it matters

One segment caches the sessions of one pool of one stack. Two pools in one segment, or two agents for one
pool, spoil each other's entries: handshakes that should resume time out.

## How it is decided

A ``:for.`` or ``:stack.`` tag of an agent with more than one name, and two agent entries with the same
``:for.``. If one of the two is the shipped entry the second may be idle, so that is a warning.

## What to do

Define one agent for each pool: a user ID of its own in the directory, and an entry with one ``:for.`` and
one ``:stack.``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssAgent, Facts, Finding, Severity, agents_in_use, check, finding
from zvm._entries import file_name


@check(
    "ZVM111",
    "agent-shared",
    "error",
    "DTCPARMS",
    needs=(DcssAgent,),
    messages=("DTCSSL2421E",),
    releases="540+",
    fix="define one agent, with a user ID and an entry of its own, for each pool",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DTC011",),
)
def agent_shared(facts: Facts) -> Iterator[Finding]:
    agents = agents_in_use(facts)
    for agent in agents:
        yield from several_names(agent)
    served: dict[str, list[DcssAgent]] = {}
    for agent in agents:
        if agent.serves:
            served.setdefault(agent.serves.value, []).append(agent)
    for name, several in served.items():
        if len(several) > 1:
            yield two_agents(name, several)


def several_names(agent: DcssAgent) -> Iterator[Finding]:
    """An agent that is tied to more than one pool or stack."""
    for key, what in (("for", "pools or servers"), ("stack", "stacks")):
        tag = agent.definition.get(key) if agent.definition else None
        words = [word for word in tag.words if word.value.strip(",")] if tag else []
        if len(words) > 1:
            names = [word.value.strip(",").upper() for word in words]
            yield finding(
                "ZVM111",
                f"the agent {agent.userid} is tied to several {what}: {', '.join(names)}",
                *((word, "one too many") for word in words[1:]),
                (words[0], "the first"),
                about=(agent.userid, *names),
            )


def two_agents(name: str, several: list[DcssAgent]) -> Finding:
    """Agents that all serve the same pool or server."""
    files = [agent.definition.file for agent in several if agent.definition]
    shipped = any(file.filename == "IBM" for file in files)
    where = [
        (agent.serves, f"{agent.userid} in {file_name(agent.definition.file)}")
        for agent in several
        if agent.serves and agent.definition
    ]
    users = [agent.userid for agent in several]
    return finding(
        "ZVM111",
        f"{name} has {len(several)} DCSS Management Agents: {', '.join(users)}",
        *where,
        about=(name, *users),
        severity=Severity.WARNING if shipped else None,
    )
