"""A pool of SSL servers has no :vmlink. tag.

## Why it matters

Members of a pool run from SFS space. ``:vmlink.`` names the directory that they have in common, where the
PROFILE EXEC and a private TCPIP DATA live. Without it a member may log on and never get to SSLSERV MODULE.

## How it is decided

The pool's entry and the class that it names have no ``:vmlink.``. Where the class was not collected nothing
is reported. Members that a console or a status response shows running do not need the tag before their next
start; the entry of IBM DTCPARMS counts as sound then. Whether each member is enrolled in the file pool cannot
be told from these files.

## What to do

Enroll the members, which also proposes the tag, and add it to the entry:

    SSLPOOL ENROLL VMSYS TCPMAINT SSL TCPIP 5
    :vmlink..DIR VMSYS:TCPMAINT.SSLPOOL_SSL
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    ServerInUse,
    ServerState,
    SslServerPool,
    Undecided,
    check,
    class_is_known,
    finding,
    servers_in_use,
    tag_in_effect,
)
from zvm._console import latest
from zvm._entries import settled


@check(
    "ZVM122",
    "pool-without-vmlink",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="run SSLPOOL ENROLL and add the :vmlink. tag that it proposes",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspecsp.html"),
    facts=("DTC022",),
)
def pool_without_vmlink(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    tag = tag_in_effect(facts, pool, "vmlink")
    if not pool.is_pool or (tag is not None and tag.words):
        return
    started = running(facts, pool)
    if started and (is_shipped(pool) or not class_is_known(facts, pool)):
        return
    if tag is None and not class_is_known(facts, pool):
        yield Undecided(
            f"{pool.name} has no :vmlink., and its class, which may have one, was not collected",
            "IBM DTCPARMS (TCPMAINT 591)",
        )
        return
    yield finding(
        "ZVM122",
        f"the entry of the pool {pool.name} has "
        + ("an empty" if tag else "no")
        + " :vmlink."
        + (": members that run have it from before, the next start lacks it" if started else ""),
        (tag.name if tag else pool.place, "its members have no common directory"),
        about=(pool.name,),
        fix=f"SSLPOOL ENROLL VMSYS TCPMAINT {pool.prefix} {pool.stack.value if pool.stack else '<stack>'} "
        f"{pool.size or '<count>'}, then add the :vmlink. that it proposes",
    )


def is_shipped(pool: SslServerPool) -> bool:
    """Whether its entry is the one that comes with the product."""
    return pool.definition is not None and pool.definition.file.filename == "IBM"


def running(facts: Facts, pool: SslServerPool) -> bool:
    """Whether a member was seen to run its server program."""
    active = any(
        pool.member(state.userid.value) and state.state == "Active" for state in facts.all(ServerState)
    )
    return active or any(
        run.machine is not None
        and pool.member(run.machine)
        and any(m.field("what") == "command" for m in run.messages("DTCRUN1011I"))
        and not run.messages("DTCRUN1099E")
        for run in latest(facts, "ssl")
    )
