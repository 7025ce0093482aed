"""What the console checks share: the latest run of each machine, and the names that a machine's trouble is
about."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, DcssAgent, Facts, Message, SslServerPool, Stack, stack_of

SEVERE = ("E", "S", "T")
"""The last letters of message ids that tell of an error (error, severe, terminal)."""


def latest(facts: Facts, *roles: str) -> tuple[ConsoleRun, ...]:
    """The last run of each machine, of these roles (all without any): earlier runs are history.

    Of several logs of one machine the one that started last counts, by their dates; without dates, the last
    file.
    """
    found: dict[str, ConsoleRun] = {}
    for run in facts.all(ConsoleRun):
        if run.last and (not roles or run.role in roles):
            key = run.machine or run.file
            if key not in found or not is_older(run, found[key]):
                found[key] = run
    return tuple(found.values())


def is_older(run: ConsoleRun, other: ConsoleRun) -> bool:
    """Whether a run started before another, as far as both tell."""
    return run.started is not None and other.started is not None and run.started < other.started


def messages(facts: Facts, *ids: str) -> Iterator[tuple[ConsoleRun, Message]]:
    """Messages with one of these ids in the latest run of each machine."""
    for run in latest(facts):
        for message in run.messages(*ids):
            yield run, message


def pool_of(facts: Facts, machine: str | None) -> SslServerPool | None:
    """The SSL server or pool that a machine belongs to."""
    if machine is None:
        return None
    return next((p for p in facts.all(SslServerPool) if p.member(machine) or p.name == machine), None)


def concerned(facts: Facts, machine: str | None) -> tuple[str, ...]:
    """A machine, its pool and its stack, as names for the story."""
    names = [machine] if machine else []
    pool = pool_of(facts, machine)
    if pool is not None:
        names.append(pool.name)
        stack = stack_of(facts, pool)
        names += [stack.userid] if stack else []
    elif not any(s.userid == machine for s in facts.all(Stack)):
        names += [s.userid for s in facts.all(Stack)] if len(facts.all(Stack)) == 1 else []
    return tuple(names)


def cache_names(facts: Facts, machine: str | None) -> tuple[str, ...]:
    """As :func:`concerned`, with the agents of the pool and the segment of the stack."""
    names = list(concerned(facts, machine))
    pool = pool_of(facts, machine)
    names += [
        agent.userid
        for agent in facts.all(DcssAgent)
        if pool is None or (agent.serves and agent.serves.value == pool.name)
    ]
    stack = stack_of(facts, pool) if pool else None
    if stack:
        names.append(stack.segment)
    return tuple(dict.fromkeys(names))


def not_defined(facts: Facts, message: Message) -> str:
    """The SSL server or agent that CP does not find in its directory by this message; empty for any other."""
    if not (message.id.startswith("HCP") and message.id.endswith("053E")):
        return ""
    userid = (message.field("userid") or message.text.split(" ", 1)[0]).upper()
    agents = {agent.userid for agent in facts.all(DcssAgent)}
    ours = userid in agents or any(pool.member(userid) for pool in facts.all(SslServerPool))
    return userid if ours else ""


def times(message: Message) -> str:
    """How often a message came, for a sentence: nothing for once."""
    return f" ({message.count} times)" if message.count > 1 else ""
