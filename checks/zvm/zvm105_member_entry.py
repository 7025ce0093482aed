"""A single member of a pool has a DTCPARMS entry of its own.

## Why it matters

All members of a pool must share one configuration. An entry for one member, or a file that only that member
reads, makes it start with other parameters than the rest, or not at all.

## How it is decided

The user IDs of a pool are its prefix and five digits. An entry whose ``:nick.`` is such an ID, beside the
pool's own entry or its directory definition, is reported; so is a *userid* DTCPARMS file of a member that
holds the pool's entry. A server that SSLSERVERID names as the single one is no member.

## What to do

Move what is still wanted to the entry of the pool (``:nick.<prefix>*``), delete the member's entry or file,
and restart the pool as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DtcparmsFile,
    Facts,
    Finding,
    ServerDefinition,
    ServerInUse,
    SslServerPool,
    StackProfile,
    check,
    finding,
)
from zvm._entries import file_name

DIGITS = 5
"""Of a member's user ID, behind the prefix of its pool."""


@check(
    "ZVM105",
    "member-entry",
    "error",
    "DTCPARMS",
    needs=(DtcparmsFile, ServerInUse),
    releases="540+",
    fix="delete the member's entry and keep only the one of the pool",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcsslspe.html"),
    facts=("DTC005",),
)
def member_entry(facts: Facts) -> Iterator[Finding]:
    pools = {pool.prefix: pool for pool in facts.all(SslServerPool) if pool.is_pool}
    single = {item.operand.value for item in facts.all(StackProfile) if item.operand}
    for definition in facts.all(ServerDefinition):
        pool = pools.get(definition.nick[:-DIGITS])
        if pool and pool.member(definition.nick) and definition.nick not in single:
            yield finding(
                "ZVM105",
                f"{definition.nick} is a member of the pool {pool.name}, yet has an entry of its own "
                f"in {file_name(definition.file)}",
                (definition.entry.nick, "the member's entry"),
                (pool.place, "the pool"),
                about=(definition.nick, pool.name),
                fix=f"delete :nick.{definition.nick} and keep only :nick.{pool.name}",
            )
    yield from member_files(facts, pools)


def member_files(facts: Facts, pools: dict[str, SslServerPool]) -> Iterator[Finding]:
    """DTCPARMS files of a member that hold the pool's entry."""
    for file in facts.all(DtcparmsFile):
        name = file.filename or ""
        pool = pools.get(name[:-DIGITS])
        for entry in file.entries if pool and pool.member(name) else ():
            if pool and entry.nick.value == pool.name:
                yield finding(
                    "ZVM105",
                    f"{name}, a member of the pool {pool.name}, reads the pool's entry from "
                    f"a file of its own, {file_name(file)}",
                    (entry.nick, "only this member reads it"),
                    *([(pool.place, "what the others read")] if pool.place != entry.nick.place else []),
                    about=(name, pool.name),
                    fix=f"erase {file_name(file)} from the disk of {name}",
                )
