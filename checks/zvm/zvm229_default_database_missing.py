"""KEYFILE is omitted, and the default key database is not there.

## Why it matters

Without KEYFILE the server opens ``/etc/gskadm/Database.kdb``, without saying so. If there is no such file
it cannot use a key database and does not start.

## How it is decided

No KEYFILE in ``:parms.``, and an OPENVM LIST of ``/etc/gskadm`` that shows files but no ``Database.kdb``;
letter case counts. Where pools mount different directories there nothing is decided, since one listing
shows only one of them.

## What to do

Create the database with gskkyman, or name the one that there is:

    :parms.KEYFILE /etc/gskadm/QaStore.kdb
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, normpath

from ssldiag.api import (
    DEFAULT_KEYFILE,
    BfsObject,
    Facts,
    Finding,
    OpenvmListing,
    SslServerPool,
    Undecided,
    check,
    finding,
    servers_in_use,
)
from zvm._entries import settled
from zvm._operands import about, listed


@check(
    "ZVM229",
    "default-database-missing",
    "error",
    "DTCPARMS and OPENVM LIST",
    needs=(SslServerPool,),
    releases="540+",
    fix="create /etc/gskadm/Database.kdb with gskkyman, or code KEYFILE",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM029",),
)
def default_database_missing(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    servers = servers_in_use(facts)
    for pool in servers:
        if pool.operands.keyfile is not None:
            continue
        objects = listing_of(facts, dirname(DEFAULT_KEYFILE))
        names = [item.name.value for item in objects]
        if not objects or len({source for item in servers for source in sources(item)}) > 1:
            yield Undecided(
                f"{pool.name} uses the default key database, and no listing of its directory was collected",
                f"output of OPENVM LIST {dirname(DEFAULT_KEYFILE)}/ (OWN",
            )
        elif basename(DEFAULT_KEYFILE) not in names:
            stores = [name for name in names if name.lower().endswith((".kdb", ".p12", ".pfx"))]
            yield finding(
                "ZVM229",
                f"{pool.name} has no KEYFILE, and the default {DEFAULT_KEYFILE} is not there"
                + (f"; there is {listed(stores)}" if stores else ""),
                (pool.parms.name if pool.parms else pool.place, "no KEYFILE here"),
                (objects[0].name, "the first file of its directory"),
                about=about(pool, DEFAULT_KEYFILE),
                fix=f"code KEYFILE {dirname(DEFAULT_KEYFILE)}/{stores[0]}" if len(stores) == 1 else "",
            )


def listing_of(facts: Facts, directory: str) -> list[BfsObject]:
    """The files of a directory by the last listing of it."""
    found = [
        item.objects
        for item in facts.all(OpenvmListing)
        if item.directory is not None and normpath(item.directory) == directory
    ]
    return list(found[-1]) if found else []


def sources(pool: SslServerPool) -> set[str]:
    """What a server mounts where the default key database lies."""
    place = dirname(DEFAULT_KEYFILE)
    return {
        mount.source.value.upper().rstrip("/")
        for mount in pool.mounts
        if mount.target is not None and normpath(mount.target.value) == place
    }
