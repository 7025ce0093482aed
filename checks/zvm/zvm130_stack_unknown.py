"""The stack that a server names does not exist.

## Why it matters

A slip in one ``:stack.`` tag tears a pool or an agent from its stack: SSLSERVERID finds no servers, the agent
prepares another segment than theirs, and a server that starts is refused (DTCRUN1028E). All of it comes from
one word.

## How it is decided

The stack of each SSL server, pool and agent in use must be known from somewhere: an entry of a stack in
DTCPARMS, TCPIP DATA, or a user of the directory. Only the whole directory makes a stack unknown.

## What to do

Correct the tag. The stack that it probably means is the known one that is spelled most alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssAgent,
    Directory,
    DirectoryUser,
    Facts,
    Finding,
    Located,
    SslServerPool,
    Stack,
    Undecided,
    agents_in_use,
    check,
    finding,
    servers_in_use,
)
from zvm._directory import SETTLE
from zvm._entries import nearest
from zvm._stacks import known_stacks


@check(
    "ZVM130",
    "stack-unknown",
    "error",
    "DTCPARMS",
    needs=(Directory,),
    messages=("DTCRUN1028E",),
    releases="540+",
    fix="correct the :stack. tag to the user ID of the TCP/IP stack",
    sources=("http://www.vm.ibm.com/related/tcpip/tcspedtp.html",),
)
def stack_unknown(facts: Facts) -> Iterator[Finding]:
    known = known_stacks(facts)
    directory = facts.first(Directory)
    for name, server in in_use(facts):
        tag = server.stack
        if tag is None or tag.value in known or directory is None or directory.exists(tag.value):
            continue
        if not directory.complete:
            raise Undecided(f"the user {tag.value}, the stack of {name}, was not collected", SETTLE)
        yield tell(facts, name, tag, sorted(known))


def in_use(facts: Facts) -> Iterator[tuple[str, SslServerPool | DcssAgent]]:
    """SSL servers and agents in use, by name."""
    yield from ((pool.name, pool) for pool in servers_in_use(facts))
    yield from ((agent.userid, agent) for agent in agents_in_use(facts))


def tell(facts: Facts, name: str, tag: Located[str], known: list[str]) -> Finding:
    """The finding at the tag, with the stack that was probably meant."""
    meant = nearest(tag.value, known) or (known[0] if len(known) == 1 else None)
    places = [stack.place for stack in facts.all(Stack) if stack.userid == meant and stack.definition]
    places += [user.entry.name.place for user in facts.all(DirectoryUser) if user.name == meant]
    return finding(
        "ZVM130",
        f"{name} belongs to stack {tag.value}, which no entry, TCPIP DATA or directory knows"
        + (f"; {meant} is known" if meant else ""),
        (tag, "no such stack"),
        *((place, "the stack that is known") for place in places),
        about=(name, tag.value, *([meant] if meant else [])),
        fix=f":stack.{meant}" if meant else "",
    )
