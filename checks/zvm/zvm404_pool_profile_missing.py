"""The PROFILE of the pool is missing or stands behind the USER entry.

## Why it matters

The machines of a pool get all their statements from the PROFILE that POOL names. The directory program
wants it before its first use; without it the machines have no IPL, no NAMESAVE and no disks.

## How it is decided

No PROFILE of that name in the whole directory, or one that comes after the USER entry in the same file. In a
folder with one file a user the order is not looked at. A POOL statement without PROFILE is a warning.

## What to do

Add the PROFILE, or move it before the first USER entry. SSLPOOL PLAN prints one that fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DirectoryPool,
    Facts,
    Finding,
    Severity,
    SslMachine,
    SslServerPool,
    Undecided,
    check,
    finding,
)
from zvm._directory import SETTLE, pools
from zvm._entries import nearest, settled


@check(
    "ZVM404",
    "pool-profile-missing",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="add PROFILE <name> before the first USER entry (SSLPOOL PLAN prints one)",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DIR004",),
)
def pool_profile_missing(facts: Facts) -> Iterator[Finding]:
    found = (judge(facts, server, pool) for server, pool in pools(facts))
    yield from settled(item for item in found if item is not None)


def judge(facts: Facts, server: SslServerPool, pool: DirectoryPool) -> Finding | Undecided | None:
    """A finding, a doubt, or None where the PROFILE is in its place."""
    about = (server.name, pool.prefix)
    name = pool.profile_name
    if name is None:
        text = f"POOL of {server.name} names no PROFILE: its machines get no statements of their own"
        return finding("ZVM404", text, pool.place, about=about, severity=Severity.WARNING)
    if pool.profile is None:
        directory = facts.first(Directory)
        if directory is None or not directory.complete:
            return Undecided(f"PROFILE {name.value} was not collected", SETTLE)
        meant = nearest(name.value, directory.profiles)
        hint = f" ({meant} is there)" if meant else ""
        text = f"POOL of {server.name} names PROFILE {name.value}, which the directory does not have{hint}"
        fix = f"add PROFILE {name.value} before the first USER entry{f', or name {meant}' if meant else ''}"
        return finding("ZVM404", text, name, about=(*about, name.value), fix=fix)
    if pool.defined_before is not False:
        return None
    return finding(
        "ZVM404",
        f"PROFILE {name.value} stands behind USER {pool.prefix}, whose POOL statement uses it",
        (name, "used here"),
        (pool.profile.entry.name, "defined only here"),
        about=(*about, name.value),
        fix=f"move PROFILE {name.value} before the first USER entry",
    )
