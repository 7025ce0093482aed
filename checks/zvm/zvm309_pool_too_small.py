"""The pool is too small for MAXSESSIONS.

## Why it matters

When every server of the pool is full, the next client is refused. If pool size times MAXPERSSLSERVER stays
below MAXSESSIONS, that happens long before the limit that the profile promises.

## How it is decided

The range of the POOL statement that ``SSLSERVERID *`` starts, times MAXPERSSLSERVER, against MAXSESSIONS. It
is a warning where MAXSESSIONS is not coded and only its default of 3000 is out of reach.

## What to do

Raise HIGH in the POOL statement (then ``SSLPOOL ENROLL`` the new machines), raise MAXPERSSLSERVER (1000 at
most), or lower MAXSESSIONS to what the pool can carry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Severity, SslServerPool, StackProfile, check, finding
from zvm._profile import limited, sized


@check(
    "ZVM309",
    "pool-too-small",
    "error",
    "PROFILE TCPIP and USER DIRECT",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM313",),
    fix="raise HIGH in the POOL statement, or lower MAXSESSIONS",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF009",),
)
def pool_too_small(facts: Facts) -> Iterator[Finding]:
    for found, pool, size in sized(limited(facts)):
        if size * found.limits.max_per_server < found.limits.max_sessions:
            yield too_small(found, pool, size)


def too_small(found: StackProfile, pool: SslServerPool, size: int) -> Finding:
    """The finding about one pool."""
    limits = found.limits
    carries = size * limits.max_per_server
    need = -(-limits.max_sessions // max(limits.max_per_server, 1))
    profile = pool.pool.profile_name.value if pool.pool and pool.pool.profile_name else "<profile>"
    high = pool.pool.high if pool.pool else None
    return finding(
        "ZVM309",
        f"pool {pool.name} has {size} servers of {limits.max_per_server} sessions, which carry {carries},"
        f" but MAXSESSIONS is {limits.max_sessions}{'' if limits.sessions else ' (the default)'}",
        *limits.places,
        *([(high, "the size of the pool")] if high else []),
        about=(pool.name, *found.names),
        severity=None if limits.sessions else Severity.WARNING,
        fix=f"POOL LOW 1 HIGH {need} PROFILE {profile}, or SSLLIMITS MAXSESSIONS {carries}",
    )
