"""Which SSL servers and agents of the DTCPARMS files are in use, and what a tag of theirs says in effect.

IBM DTCPARMS ships entries for the pool ``SSL*`` and for SSLDCSSM (z/VM TCP/IP Planning and Customization). A
site that runs a single server, or no SSL at all, has them too: nothing that they say is a fault there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ClassDefinition, collected_all
from ssldiag.facts.pools import DcssAgent, SslServerPool, stack_of, tag
from ssldiag.facts.profiles import StackProfile
from ssldiag.facts.runtime import ConsoleRun, ServerState
from ssldiag.readers.dtcparms import Tag

SHIPPED = "IBM"
"""CMS file name of the DTCPARMS file that comes with the product."""


@dataclass(frozen=True, slots=True)
class ServerInUse:
    """An SSL server or pool whose DTCPARMS entry is in use. A check that judges these needs one."""

    server: SslServerPool


def build_servers(facts: Facts) -> Iterator[ServerInUse]:
    """Every SSL server in use."""
    return (ServerInUse(pool) for pool in facts.all(SslServerPool) if in_use(facts, pool))


def servers_in_use(facts: Facts) -> tuple[SslServerPool, ...]:
    """The SSL servers with a DTCPARMS entry, without shipped ones that nothing shows in use."""
    return tuple(item.server for item in facts.all(ServerInUse))


def in_use(facts: Facts, pool: SslServerPool) -> bool:
    """Whether a server's entry is the site's own, or a shipped one that the site uses.

    A shipped entry counts only where all DTCPARMS files were collected: the site's entry comes before it.
    """
    if pool.definition is None:
        return False
    if pool.definition.file.filename != SHIPPED:
        return True
    if not collected_all(facts):
        return False
    return asked_for(facts, pool) or seen_running(facts, pool)


def asked_for(facts: Facts, pool: SslServerPool) -> bool:
    """Whether SSLSERVERID means this server: in its stack's profile, in any where its stack is unknown."""
    stack = stack_of(facts, pool)
    wanted = "*" if pool.is_pool else pool.name
    return any(
        item.operand is not None and item.operand.value == wanted
        for item in facts.all(StackProfile)
        if stack is None or item.stack is None or item.stack is stack
    )


def seen_running(facts: Facts, pool: SslServerPool) -> bool:
    """Whether a console log or a status response shows one of its machines."""
    machines = {run.machine for run in facts.all(ConsoleRun)}
    machines.update(state.userid.value for state in facts.all(ServerState))
    return any(pool.member(machine) for machine in machines if machine)


def agents_in_use(facts: Facts) -> tuple[DcssAgent, ...]:
    """The agents with a DTCPARMS entry, without shipped ones that serve no server in use."""
    names = {pool.name for pool in servers_in_use(facts)}
    return tuple(
        agent
        for agent in facts.all(DcssAgent)
        if agent.definition is not None
        and (
            agent.definition.file.filename != SHIPPED
            or (agent.serves is not None and agent.serves.value in names)
        )
    )


def tag_in_effect(facts: Facts, server: SslServerPool | DcssAgent, key: str) -> Tag | None:
    """A tag of a server's entry, else of its class; None where neither has it."""
    return tag(facts, server.definition, key) if server.definition else None


def class_is_known(facts: Facts, server: SslServerPool | DcssAgent) -> bool:
    """Whether the class that an entry names was collected, so that a tag's absence means something."""
    name = server.definition.value("class") if server.definition else None
    return name is not None and any(item.nick == name.value for item in facts.all(ClassDefinition))
