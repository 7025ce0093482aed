"""The key database that a server opens is not in its directory.

## Why it matters

The server opens what KEYFILE names, or ``/etc/gskadm/Database.kdb`` where KEYFILE is omitted. If there is no
such file it cannot use a key database and does not start.

## How it is decided

An OPENVM LIST of the directory that shows files, but not this one; letter case counts, as everywhere in BFS.
Nothing is reported if a file of exactly this name was collected. Without a listing it is a warning if the
name of the key database that was collected differs in letter case alone, and is not all in capitals, as it
is after a transfer through CMS. Where servers mount different directories at that place nothing is decided,
since one listing shows only one of them.

## What to do

Name the file as it is written in the listing, or create it with gskkyman:

    :parms.KEYFILE /etc/gskadm/QaStore.kdb
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, normpath

from ssldiag.api import (
    BfsObject,
    Facts,
    Finding,
    KeyDatabase,
    Located,
    OpenvmListing,
    ServerInUse,
    Severity,
    SslServerPool,
    Undecided,
    check,
    databases_of,
    finding,
    servers_in_use,
)
from zvm._entries import nearest, settled
from zvm._operands import about, listed


@check(
    "ZVM229",
    "key-database-missing",
    "error",
    "DTCPARMS and OPENVM LIST",
    needs=(ServerInUse,),
    releases="540+",
    caused_by=("ZVM119",),
    fix="correct KEYFILE, or create the key database with gskkyman",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM029",),
)
def key_database_missing(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    servers = servers_in_use(facts)
    for pool in servers:
        path = pool.keyfile
        if not path.startswith("/") or path.startswith("/../"):
            continue
        directory, name = normpath(dirname(path)), basename(path)
        objects = listing_of(facts, directory)
        other = None if objects else in_other_case(facts, pool, name)
        if other is not None:
            yield in_other_letters(pool, other)
            continue
        names = [item.name.value for item in objects]
        if not objects or len({source for item in servers for source in sources(item, directory)}) > 1:
            which = "uses the default key database" if pool.operands.keyfile is None else f"opens {path}"
            yield Undecided(
                f"{pool.name} {which}, and no listing of its directory was collected",
                f"output of OPENVM LIST {directory}/ (OWN",
            )
        elif name not in names and not any(item.name == name for item in facts.all(KeyDatabase)):
            yield missing(pool, directory, objects)


def in_other_case(facts: Facts, pool: SslServerPool, name: str) -> KeyDatabase | None:
    """The collected key database that the server seems to mean, if no letter but for its case differs."""
    files = [item for item in databases_of(facts, pool) if item.store is not None]
    if any(item.name == name for item in files):
        return None
    return next(
        (item for item in files if item.name.lower() == name.lower() and not item.name.isupper()), None
    )


def in_other_letters(pool: SslServerPool, other: KeyDatabase) -> Finding:
    """KEYFILE names what was collected, in other letters."""
    keyfile = pool.operands.keyfile
    start = keyfile or (pool.parms.name if pool.parms else None)
    which = "KEYFILE of" if keyfile else "the default of"
    where = dirname(pool.keyfile)
    return finding(
        "ZVM229",
        f"{which} {pool.name} is {pool.keyfile}, and the key database that was collected is called "
        f"{other.name}: BFS names are case sensitive",
        (start or pool.place, "the key database"),
        (other.place, "the file collected"),
        about=about(pool, pool.keyfile),
        severity=Severity.WARNING,
        fix=f"compare with OPENVM LIST {where}; then code KEYFILE {where}/{other.name}",
    )


def missing(pool: SslServerPool, directory: str, objects: list[BfsObject]) -> Finding:
    """The file is not in its directory; one that differs in letter case, or the only one, may be meant."""
    keyfile, name = pool.operands.keyfile, basename(pool.keyfile)
    stores = [item for item in map(name_of, objects) if item.lower().endswith((".kdb", ".p12", ".pfx"))]
    folded = next((item for item in stores if item.lower() == name.lower()), None)
    meant = folded or (stores[0] if len(stores) == 1 else nearest(name, stores))
    said = (
        f"{pool.name} has no KEYFILE, and the default {pool.keyfile} is not there"
        if keyfile is None
        else f"KEYFILE of {pool.name} names {pool.keyfile}, which OPENVM LIST {directory} does not show"
    )
    said += f"; there is {listed(stores)}" if stores else ""
    start: Located[str] | None = keyfile or (pool.parms.name if pool.parms else None)
    return finding(
        "ZVM229",
        said + (": BFS names are case sensitive" if folded else ""),
        (start or pool.place, "the key database" if keyfile else "no KEYFILE here"),
        (objects[0].name, "the first file of its directory"),
        about=about(pool, pool.keyfile),
        fix=f"code KEYFILE {directory}/{meant}" if meant else "",
    )


def name_of(item: BfsObject) -> str:
    """The name of a file in its directory."""
    return item.name.value


def listing_of(facts: Facts, directory: str) -> list[BfsObject]:
    """The files of a directory by the last listing of it."""
    found = [
        item.objects
        for item in facts.all(OpenvmListing)
        if item.directory is not None and normpath(item.directory) == directory
    ]
    return list(found[-1]) if found else []


def sources(pool: SslServerPool, directory: str) -> set[str]:
    """What a server mounts where the key database lies."""
    return {
        mount.source.value.upper().rstrip("/")
        for mount in pool.mounts
        if mount.target is not None and normpath(mount.target.value) == directory
    }
