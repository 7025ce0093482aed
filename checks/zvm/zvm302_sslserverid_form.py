"""SSLSERVERID does not name the SSL server or pool that the stack has.

## Why it matters

The asterisk stands for the pool of the stack, a user id for a single server. In the wrong form it names
a machine that nobody defined: no SSL server comes up, and what depends on it waits for nothing.

## How it is decided

The operand is compared with the SSL servers of the stack in DTCPARMS and with the directory. An asterisk
needs a pool; a user id needs a single server of that name, not a pool, its prefix or one of its members.
That an entry or a machine is missing counts only where IBM DTCPARMS or the whole directory was collected.

## What to do

Code ``SSLSERVERID *`` for a pool, or ``SSLSERVERID <userid>`` for a single server. If the operand is what
you meant, define that server in DTCPARMS and in the directory.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DirectoryPool,
    Facts,
    Finding,
    Located,
    Place,
    SslServerPool,
    StackProfile,
    Undecided,
    check,
    collected_all,
    finding,
)
from zvm._entries import settled

Verdict = Finding | Undecided | None
"""A finding, a doubt, or None where the operand fits."""


@check(
    "ZVM302",
    "sslserverid-form",
    "error",
    "PROFILE TCPIP and DTCPARMS",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM125", "ZVM130"),
    fix="SSLSERVERID * for a pool, SSLSERVERID <userid> for a single server",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF002",),
)
def sslserverid_form(facts: Facts) -> Iterator[Finding]:
    yield from settled(verdicts(facts))


def verdicts(facts: Facts) -> Iterator[Finding | Undecided]:
    """A finding or a doubt for each profile whose operand does not fit."""
    for found in facts.all(StackProfile):
        operand = found.operand
        if operand is None or found.stack is None:
            continue
        verdict = pool_wanted(facts, found, operand) if operand.value == "*" else named(facts, found, operand)
        if verdict is not None:
            yield verdict


def undecided(reason: str) -> Undecided:
    """A doubt, with what would settle it."""
    return Undecided(reason, "IBM DTCPARMS (TCPMAINT 591) and the whole USER DIRECT")


def whole_directory(facts: Facts) -> Directory | None:
    """The directory, if absence from it means something."""
    directory = facts.first(Directory)
    return directory if directory and directory.complete else None


def pool_wanted(facts: Facts, found: StackProfile, operand: Located[str]) -> Verdict:
    """``SSLSERVERID *``: the stack has a pool, and the directory defines it."""
    pools = [item for item in found.servers if item.is_pool]
    singles = [item for item in found.servers if not item.is_pool]
    if any(item.pool for item in pools) or (pools and whole_directory(facts) is None):
        return None
    no_pool_at_all = whole_directory(facts) is not None and not facts.all(DirectoryPool)
    if not (no_pool_at_all or collected_all(facts)):
        return undecided("SSLSERVERID * stands for a pool, and none of this stack was collected")
    spare = spare_pools(facts)
    others = f"; it has one for {' and '.join(item.prefix for item in spare)}" if pools and spare else ""
    return wrong(
        found,
        operand,
        "SSLSERVERID * stands for a pool of SSL servers, but " + missing_pool(pools, found) + others,
        single_of(found) or define_pool(found, pools, spare),
        *((item.place, "a POOL that no DTCPARMS entry names") for item in spare if pools),
        *((item.place, "the SSL server of this stack") for item in (*singles, *pools)[:3]),
    )


def spare_pools(facts: Facts) -> list[DirectoryPool]:
    """Pools of the directory that no entry names: the first three, none where they may be something else."""
    named = {item.prefix for item in facts.all(SslServerPool) if item.definition and item.is_pool}
    return [item for item in facts.all(DirectoryPool) if item.prefix not in named][:3]


def define_pool(found: StackProfile, pools: list[SslServerPool], spare: list[DirectoryPool]) -> str:
    """What makes ``SSLSERVERID *`` right, where the stack has no single server to name instead."""
    if not pools:
        stack = found.stack.userid if found.stack else "<stack>"
        return f"keep SSLSERVERID * and define :nick.SSL* with :stack.{stack}, or name a single server"
    name = pools[0].prefix
    if spare:
        other = spare[0].prefix
        return f"give both one name: USER {name} instead of {other}, or :nick.{other}* instead of {name}*"
    return f"keep SSLSERVERID * and add POOL LOW 1 HIGH 5 PROFILE <name> to USER {name} (SSLPOOL PLAN)"


def missing_pool(pools: list[SslServerPool], found: StackProfile) -> str:
    """What is missing, in words."""
    if pools:
        return f"the directory has no POOL for {', '.join(item.name for item in pools)}"
    return f"DTCPARMS has no pool of stack {found.stack.userid if found.stack else ''}"


def named(facts: Facts, found: StackProfile, operand: Located[str]) -> Verdict:
    """``SSLSERVERID userid``: a single server of this name is there."""
    name = operand.value
    pool = next(
        (s for s in found.servers if s.is_pool and (s.member(name) or name in (s.name, s.prefix))), None
    )
    singles = [item for item in facts.all(SslServerPool) if not item.is_pool and item.name == name]
    directory = whole_directory(facts)
    if pool is not None and not singles:
        text = f"SSLSERVERID {name} names the pool {pool.name} or a machine of it: a pool is written as *"
        return wrong(found, operand, text, "SSLSERVERID * TIMEOUT 60", (pool.place, "the pool"))
    defined = next((item for item in found.servers if item.is_pool and item.pool), None)
    if directory is not None and not directory.exists(name):
        text = f"SSLSERVERID names {name}, which the directory does not define"
        if defined is not None and defined.pool is not None and not singles:
            text += f"; this stack has the pool {defined.name}"
            pool_at = (defined.pool.place, "the pool")
            return wrong(found, operand, text, "SSLSERVERID * TIMEOUT 60", pool_at)
        return wrong(found, operand, text, single_of(found), (directory.place, f"no {name} in it"))
    if singles:
        return None
    if collected_all(facts):
        text = f"SSLSERVERID names {name}, for which DTCPARMS has no entry of an SSL server"
        return wrong(found, operand, text, single_of(found))
    return undecided(f"no DTCPARMS entry of {name} was collected")


def single_of(found: StackProfile) -> str:
    """The statement that fits the only single server of the stack; nothing where there is not one."""
    singles = [item.name for item in found.servers if not item.is_pool]
    return f"SSLSERVERID {singles[0]} TIMEOUT 60" if len(singles) == 1 else ""


def wrong(
    found: StackProfile,
    operand: Located[str],
    text: str,
    fix: str,
    *more: tuple[Place, str],
) -> Finding:
    """The finding at the operand."""
    names = (*found.names, *([] if operand.value == "*" else [operand.value]))
    return finding("ZVM302", text, (operand, "the operand"), *more, about=names, fix=fix)
