"""The DCSS Management Agent is not defined in the directory, or has no A-disk.

## Why it matters

The agent is wanted for a pool and for a single server alike: it owns the segment of the session cache. The
stack starts it (DTCRUN1043I) before its SSL servers; a machine that does not exist, or has no disk for its
profile, never comes up.

## How it is decided

The whole directory has no entry for any agent that serves an SSL server in use (SSLDCSSM where DTCPARMS
names none), or the agent has no device 191 and no file pool in its IPL statement, which is a warning.

## What to do

Add the USER entry that SSLPOOL PLAN prints (class GE, NAMESAVE, ``MDISK 0191`` of at least one cylinder).
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DirectoryUser,
    Facts,
    Finding,
    ServerDefinition,
    Severity,
    SslMachine,
    SslServerPool,
    Undecided,
    agents_of,
    check,
    finding,
)
from zvm._directory import SETTLE, devices, names_of
from zvm._entries import nearest

SHIPPED = "SSLDCSSM"
"""The agent that IBM's DTCPARMS and SSLPOOL name."""

A_DISK = 0x191


@check(
    "ZVM410",
    "agent-not-defined",
    "error",
    "USER DIRECT",
    needs=(Directory, SslServerPool),
    releases="540+",
    messages=("DTCRUN1043I",),
    fix="add the agent's USER entry (SSLPOOL PLAN prints it)",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR010",),
)
def agent_not_defined(facts: Facts) -> Iterator[Finding]:
    directory = facts.first(Directory)
    servers = [item for item in facts.all(SslMachine) if isinstance(item.server, SslServerPool)]
    lost = [item for item in servers if directory and not defined(facts, item, directory)]
    if lost and not (directory and directory.complete):
        raise Undecided(f"the entry of the agent of {lost[0].name} was not collected", SETTLE)
    for machine in lost:
        misspelt = misspelling(facts, machine)
        if misspelt is not None:
            yield misspelt
            continue
        names = ", ".join(agent_ids(facts, machine))
        yield finding(
            "ZVM410",
            f"the directory does not define {names}, the DCSS Management Agent of {machine.name}",
            (machine.place, "the SSL server"),
            about=(*agent_ids(facts, machine), *names_of(facts, machine)),
        )
    yield from without_disk(facts)


def agent_ids(facts: Facts, machine: SslMachine) -> tuple[str, ...]:
    """The agents that serve a server; the shipped one where none does."""
    served = agents_of(facts, machine.server) if isinstance(machine.server, SslServerPool) else ()
    return tuple(agent.userid for agent in served) or (SHIPPED,)


def misspelling(facts: Facts, machine: SslMachine) -> Finding | None:
    """The finding at the agent's entry, where the directory has a user of nearly that name and no entry."""
    agents = agents_of(facts, machine.server) if isinstance(machine.server, SslServerPool) else ()
    entries = {item.nick for item in facts.all(ServerDefinition)}
    users = {user.name: user for user in facts.all(DirectoryUser) if user.name not in entries}
    for agent in agents:
        meant = nearest(agent.userid, (name for name in users if "DCSSM" in name))
        if meant and agent.definition is not None:
            return finding(
                "ZVM410",
                f"the directory does not define {agent.userid}, the DCSS Management Agent of "
                f"{machine.name}: did you mean {meant}?",
                (agent.place, "the agent's entry"),
                (users[meant].entry.name, "no entry of DTCPARMS is for this user"),
                about=(agent.userid, meant, *names_of(facts, machine)),
                fix=f"correct it to :nick.{meant}",
            )
    return None


def defined(facts: Facts, machine: SslMachine, directory: Directory) -> bool:
    """Whether the directory has one of a server's agents."""
    return any(name in directory.users for name in agent_ids(facts, machine))


def without_disk(facts: Facts) -> Iterator[Finding]:
    """Agents without an A-disk."""
    for machine in facts.all(SslMachine):
        if machine.role != "agent" or not machine.complete:
            continue
        if A_DISK in devices(machine) or any(word.value == "FILEPOOL" for word in machine.words("IPL")):
            continue
        yield finding(
            "ZVM410",
            f"{machine.name} has no 191 disk: the agent finds no profile to start from",
            (machine.statements_in, "no MDISK 0191"),
            about=names_of(facts, machine),
            severity=Severity.WARNING,
            fix="MDISK 0191 3390 <start> 1 <volume> MR",
        )
