"""The stack that a server names in DTCPARMS is not the one in TCPIP DATA.

## Why it matters

At start, an SSL server compares its ``:stack.`` tag with the TCPIPUSERID statement of the TCPIP DATA file
that it reads. If the two name different stacks the server gives up with DTCRUN1028E and DTCRUN1099E, and
what it should protect waits or ends.

## How it is decided

Each SSL server, pool and DCSS agent with a ``:stack.`` tag is compared with the TCPIP DATA files
collected. A second stack's pool reads a TCPIP DATA of its own, so one that agrees is enough. Where none
agrees, and the stack that TCPIP DATA names has SSL servers of its own, the private copy may just not have
been collected: then only a DTCRUN1028E in a console log counts, and ZVM104 says the rest.

## What to do

Decide which stack is meant, then correct TCPIPUSERID in TCPIP DATA, or ``:stack.`` in the DTCPARMS entry.
A pool of another stack needs its own copy of TCPIP DATA, which names that stack, in the pool's common
directory.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    DcssAgent,
    Facts,
    Finding,
    Message,
    SslServerPool,
    TcpipData,
    agents_in_use,
    check,
    finding,
    servers_in_use,
)
from zvm._entries import listed
from zvm._stacks import is_alternate, named_stacks


@check(
    "ZVM101",
    "stack-mismatch",
    "error",
    "DTCPARMS and TCPIP DATA",
    needs=(TcpipData,),
    messages=("DTCRUN1028E", "DTCRUN1099E"),
    releases="540+",
    caused_by=("ZVM130", "ZVM110"),
    fix="make :stack. and TCPIPUSERID name the same stack, then start the server again",
    sources=("http://www.vm.ibm.com/related/tcpip/PI59963.html",),
    facts=("DTC002",),
)
def stack_mismatch(facts: Facts) -> Iterator[Finding]:
    servers: dict[str, list[Server]] = {}
    for pool in servers_in_use(facts):
        note(facts, servers, pool.name, pool)
    for agent in agents_in_use(facts):
        note(facts, servers, agent.userid, agent)
    for stack, found in servers.items():
        yield tell(facts, stack, found)


Server = tuple[str, SslServerPool | DcssAgent]


def note(
    facts: Facts, servers: dict[str, list[Server]], name: str, server: SslServerPool | DcssAgent
) -> None:
    """Take a server down, under the stack it names, if no TCPIP DATA file names that stack."""
    if server.stack is None or server.stack.value in named_stacks(facts):
        return
    stack = server.stack.value
    if refusal(facts, stack) is not None or not is_alternate(facts, server):
        servers.setdefault(stack, []).append((name, server))


def tell(facts: Facts, stack: str, servers: list[Server]) -> Finding:
    """One finding for all servers of a stack."""
    stacks = sorted(named_stacks(facts))
    names = [name for name, _ in servers]
    refused = refusal(facts, stack)
    verb = "belongs" if len(names) == 1 else "belong"
    return finding(
        "ZVM101",
        f"{listed(names)} {verb} to stack {stack} in DTCPARMS, but TCPIP DATA names {', '.join(stacks)}",
        *((server.stack, f"the stack of {name}") for name, server in servers if server.stack),
        *((data.place, "the stack in TCPIP DATA") for data in facts.all(TcpipData)),
        *([(refused.place, "the start was refused")] if refused else []),
        about=(*names, stack, *stacks),
    )


def refusal(facts: Facts, stack: str) -> Message | None:
    """DTCRUN1028E about this stack in the last run of a console log."""
    for run in facts.all(ConsoleRun):
        for message in run.messages("DTCRUN1028E") if run.last else ():
            if message.field("stack1").upper() == stack:
                return message
    return None
