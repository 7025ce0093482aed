"""What the two NAMESAVE checks share: which segment a machine must name, and the finding if it does not."""

from __future__ import annotations

from ssldiag.api import (
    DcssAgent,
    Facts,
    Finding,
    Located,
    Place,
    SslMachine,
    Stack,
    Undecided,
    agents_of,
    finding,
    stack_of,
)
from zvm._directory import SETTLE, names_of


def judge(code: str, facts: Facts, machine: SslMachine) -> Finding | Undecided | None:
    """A finding, a doubt, or None where NAMESAVE names the segment."""
    stack = stack_of(facts, machine.server)
    if stack is None:
        return Undecided(f"the stack of {machine.name} is not known", "SYSTEM DTCPARMS (TCPMAINT 198)")
    wanted = segments(facts, machine, stack)
    named = machine.words("NAMESAVE")
    if any(word.value in wanted for word in named):
        return None
    if not machine.complete:
        return Undecided(f"not all statements of {machine.name} were collected", SETTLE)
    if stack.definition is None:
        return Undecided(
            f"the DTCPARMS entry of stack {stack.userid}, which may name another segment, was not collected",
            "SYSTEM DTCPARMS (TCPMAINT 198) and IBM DTCPARMS (TCPMAINT 591)",
        )
    return mismatch(code, facts, machine, stack, named)


def segments(facts: Facts, machine: SslMachine, stack: Stack) -> set[str]:
    """The segment by the stack's entry, and by the agent's where that gives a name of its own."""
    server = machine.server
    agents = (server,) if isinstance(server, DcssAgent) else agents_of(facts, server)
    return {stack.segment, *(item.dcss.name for item in agents if item.dcss and item.dcss.name)}


def mismatch(
    code: str, facts: Facts, machine: SslMachine, stack: Stack, named: tuple[Located[str], ...]
) -> Finding:
    """The finding."""
    place: Place = stack.dcss.place if stack.dcss and stack.dcss.name else stack.place
    said = f"has NAMESAVE {named[0].value}" if named else "has no NAMESAVE"
    return finding(
        code,
        f"{machine.entry_in_words} {said}, but the cache of stack {stack.userid} is segment {stack.segment}",
        (named[0] if named else machine.statements_in, "NAMESAVE" if named else "no NAMESAVE here"),
        (place, "the segment of this stack"),
        about=(*names_of(facts, machine), stack.segment),
        fix=f"NAMESAVE {stack.segment}",
    )
