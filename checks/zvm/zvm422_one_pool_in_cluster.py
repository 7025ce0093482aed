"""A stack on several members of an SSI cluster has fewer pools than members.

## Why it matters

Machines of a POOL are USER entries, and a user id is logged on to one member of the cluster at a time. The
stack of a second member finds the SSL servers running elsewhere and has none of its own.

## How it is decided

The stack is an IDENTITY with BUILD statements for several members, and fewer pools of the directory name
its segment on NAMESAVE. How SSL servers are to be set up in a cluster was not confirmed by any text, so
look before you act.

## What to do

Plan a pool and an agent for each member, with prefixes of their own: ``SSLPOOL PLAN VMSYS TCPMAINT SS2
TCPIP 5``, and give each member's DTCPARMS its entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DirectoryPool,
    DirectoryUser,
    Facts,
    Finding,
    SslMachine,
    Stack,
    check,
    finding,
    stack_of,
)
from zvm._directory import following


@check(
    "ZVM422",
    "one-pool-in-cluster",
    "warning",
    "USER DIRECT",
    needs=(Directory, SslMachine, Stack),
    releases="620+",
    certainty="unconfirmed",
    fix="SSLPOOL PLAN with a prefix of its own for each member",
    sources=("recalled, not read in a public source",),
    facts=("DIR022",),
)
def one_pool_in_cluster(facts: Facts) -> Iterator[Finding]:
    directory = facts.all(Directory)[0]
    for stack in facts.all(Stack):
        user = directory.users.get(stack.userid)
        members = members_of(user) if user else ()
        if user is None or len(members) < 2:
            continue
        pools = pools_for(facts, stack)
        if not pools or len(pools) >= len(members):
            continue
        yield finding(
            "ZVM422",
            f"stack {stack.userid} runs on {len(members)} members ({', '.join(members[:5])}),"
            f" but the directory has {len(pools)} pool of SSL servers for it: {', '.join(pools)}",
            (user.entry.name, "built on several members"),
            about=(stack.userid, *(f"{name}*" for name in pools)),
        )


def members_of(user: DirectoryUser) -> tuple[str, ...]:
    """The members of the cluster on which an IDENTITY is built; none for a USER."""
    if user.entry.type != "IDENTITY":
        return ()
    lines = user.entry.all("BUILD")
    words = [tuple(word for word in line.words) for line in lines]
    named = [following(line, "ON") for line in words]
    return tuple(dict.fromkeys(word.value.upper() for word in named if word is not None))


def pools_for(facts: Facts, stack: Stack) -> tuple[str, ...]:
    """The prefixes of pools that are this stack's: by DTCPARMS, or by NAMESAVE with its segment."""
    known = {
        machine.user.name
        for machine in facts.all(SslMachine)
        if machine.role == "pool" and stack_of(facts, machine.server) is stack
    }
    by_segment = {
        pool.prefix
        for pool in facts.all(DirectoryPool)
        if any(word.value == stack.segment for word in pool.words("NAMESAVE"))
    }
    return tuple(sorted(known | by_segment)) if known else ()
