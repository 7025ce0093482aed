"""An SSL server has no :stack. tag in DTCPARMS.

## Why it matters

While it initialises, the stack finds its SSL servers by their ``:stack.`` tag. A server or pool without the
tag belongs to no stack: it is not started, and the servers it should protect wait or fail.

## How it is decided

Every SSL server or pool entry of the DTCPARMS files needs the tag with a user ID in it, in the entry itself
or in its class. Entries of IBM DTCPARMS that this host does not use are left out.

## What to do

Add the tag to the entry, in SYSTEM DTCPARMS, and start the stack again:

    :nick.SSL*     :type.server
                   :class.ssl
                   :stack.TCPIP
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    ServerInUse,
    Stack,
    check,
    finding,
    servers_in_use,
    tag_in_effect,
)


@check(
    "ZVM102",
    "no-stack-tag",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    caused_by=("ZVM129",),
    fix="add :stack.<user ID of the stack> to the entry",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC001",),
)
def no_stack_tag(facts: Facts) -> Iterator[Finding]:
    stacks = [stack.userid for stack in facts.all(Stack)]
    for pool in servers_in_use(facts):
        tag = tag_in_effect(facts, pool, "stack")
        if tag is not None and tag.words:
            continue
        where = (tag.name, "the tag is empty") if tag else (pool.place, "no :stack. in this entry")
        meant = f"add :stack.{stacks[0]} to the entry :nick.{pool.name}" if len(stacks) == 1 else ""
        yield finding(
            "ZVM102",
            f"{pool.name} names no stack in its :stack. tag, so no stack will find it",
            where,
            about=(pool.name, *(stacks if len(stacks) == 1 else ())),
            fix=meant,
        )
