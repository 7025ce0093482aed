"""The stack that a server names in DTCPARMS is not the one in TCPIP DATA.

## Why it matters

At start, an SSL server compares its ``:stack.`` tag with the TCPIPUSERID statement of the TCPIP DATA file that it reads. If
the two name different stacks the server gives up with DTCRUN1028E and DTCRUN1099E, and what it should protect waits or ends.

## How it is decided

Each SSL server, pool and DCSS agent with a ``:stack.`` tag is compared with the TCPIP DATA files collected. A second
stack's pool reads a TCPIP DATA of its own, so one that agrees is enough.

## What to do

Decide which stack is meant, then correct TCPIPUSERID in TCPIP DATA, or ``:stack.`` in the DTCPARMS entry. A pool of another
stack needs its own copy of TCPIP DATA, which names that stack, in the pool's common directory.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssAgent, Facts, Finding, SslServerPool, TcpipData, check, finding


@check(
    "ZVM101",
    "stack-mismatch",
    "error",
    "DTCPARMS and TCPIP DATA",
    needs=(TcpipData,),
    messages=("DTCRUN1028E", "DTCRUN1099E"),
    fix="make :stack. and TCPIPUSERID name the same stack, then start the server again",
    sources=("http://www.vm.ibm.com/related/tcpip/PI59963.html",),
    facts=("DTC002",),
)
def stack_mismatch(facts: Facts) -> Iterator[Finding]:
    files = facts.all(TcpipData)
    stacks = {data.stack.value if data.stack else "TCPIP" for data in files}
    for pool in facts.all(SslServerPool):
        yield from compare(pool.name, pool, files, stacks)
    for agent in facts.all(DcssAgent):
        yield from compare(agent.userid, agent, files, stacks)


def compare(
    name: str, server: SslServerPool | DcssAgent, files: tuple[TcpipData, ...], stacks: set[str]
) -> Iterator[Finding]:
    """One server against all TCPIP DATA files."""
    if server.stack is None or server.stack.value in stacks:
        return
    said = ", ".join(sorted(stacks))
    yield finding(
        "ZVM101",
        f"{name} belongs to stack {server.stack.value} in DTCPARMS, but TCPIP DATA names {said}",
        (server.stack, "the stack in DTCPARMS"),
        *((data.place, "the stack in TCPIP DATA") for data in files),
        about=(name, server.stack.value, *stacks),
    )
