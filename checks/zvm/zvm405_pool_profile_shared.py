"""Two pools share one PROFILE.

## Why it matters

A pool's PROFILE holds what ties it to one stack: NAMESAVE with the name of the session-cache segment, the
file pool, the links. Two pools with one PROFILE want the same segment, which only one of them may use.

## How it is decided

The same name after PROFILE in the POOL statements of two pools, of which one at least is a pool of SSL
servers.

## What to do

Copy the PROFILE under a new name for the second pool, and correct NAMESAVE and LINK statements in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DirectoryPool, Facts, Finding, SslMachine, check, finding
from zvm._directory import pools


@check(
    "ZVM405",
    "pool-profile-shared",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="copy the PROFILE under a new name, and name that one in the second POOL statement",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR005",),
)
def pool_profile_shared(facts: Facts) -> Iterator[Finding]:
    ssl = {pool.prefix for _, pool in pools(facts)}
    users: dict[str, list[DirectoryPool]] = {}
    for pool in facts.all(DirectoryPool):
        if pool.profile_name is not None:
            users.setdefault(pool.profile_name.value, []).append(pool)
    for name, sharing in users.items():
        prefixes = [pool.prefix for pool in sharing]
        if len(sharing) > 1 and ssl & set(prefixes):
            places = [pool.profile_name for pool in sharing if pool.profile_name]
            yield finding(
                "ZVM405",
                f"PROFILE {name} is used by {len(sharing)} pools: {', '.join(prefixes[:5])}",
                *((place, f"used by pool {prefix}") for place, prefix in zip(places, prefixes, strict=True)),
                about=(name, *prefixes, *(f"{prefix}*" for prefix in prefixes)),
            )
