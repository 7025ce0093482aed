"""A second stack's SSL servers have no TCPIP DATA that names their stack.

## Why it matters

The common TCPIP DATA names one stack. A pool of another stack fails at its start with DTCRUN1028E, even
though its entries are what SSLPOOL proposes, until APARs PI59963 and PI70089 are applied. Before that
service not even a private copy made by the TCPRUNXT exit helped.

## How it is decided

On 5.4, 6.2, 6.3 and 6.4: an SSL server or agent of a stack that has its own entry, when every TCPIP DATA
collected names another stack that has SSL servers too. It passes where a service list shows PI70089 or its
PTF; that none does is no proof, hence a warning.

## What to do

Apply PI59963 and PI70089, then give the pool a TCPIP DATA of its own in its common directory:

    TCPIPUSERID  <the pool's stack>
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssAgent,
    Facts,
    Finding,
    Service,
    SslServerPool,
    TcpipData,
    agents_in_use,
    check,
    finding,
    servers_in_use,
)
from zvm._stacks import is_alternate, named_stacks

SERVICE = frozenset(("PI70089", "UI42271", "UI42272", "UI42273", "UI42274"))
"""PI70089, which corrects PI59963, and its PTFs for 5.4, 6.2, 6.3 and 6.4."""


@check(
    "ZVM104",
    "alternate-stack-pool",
    "warning",
    "DTCPARMS and TCPIP DATA",
    needs=(TcpipData,),
    releases="540,620-640",
    messages=("DTCRUN1028E", "DTCRUN1099E"),
    fix="apply PI59963 and PI70089, and put a TCPIP DATA that names the stack into the pool's directory",
    sources=(
        "http://www.vm.ibm.com/related/tcpip/tcsslpla.html",
        "http://www.vm.ibm.com/related/tcpip/PI59963.html",
        "http://www.vm.ibm.com/related/tcpip/PI70089.html",
    ),
    facts=("DTC004",),
)
def alternate_stack_pool(facts: Facts) -> Iterator[Finding]:
    if any(item.apar in SERVICE for item in facts.all(Service)):
        return
    servers: list[tuple[str, SslServerPool | DcssAgent]] = [
        *((pool.name, pool) for pool in servers_in_use(facts)),
        *((agent.userid, agent) for agent in agents_in_use(facts)),
    ]
    for name, server in servers:
        if server.stack is None or not is_alternate(facts, server):
            continue
        stack = server.stack.value
        said = ", ".join(sorted(named_stacks(facts)))
        yield finding(
            "ZVM104",
            f"{name} serves the second stack {stack}, but the TCPIP DATA collected names {said}, "
            "and no log shows PI70089",
            (server.stack, "the stack in DTCPARMS"),
            *((data.place, "the stack in TCPIP DATA") for data in facts.all(TcpipData)),
            about=(name, stack),
        )
