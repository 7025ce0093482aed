"""The pool has servers that the session limits leave idle.

## Why it matters

Servers of a pool are used in order, and together they never take more than MAXSESSIONS. Machines beyond that
are defined and enrolled but stay Eligible: added capacity that nobody gets.

## How it is decided

The range of the POOL statement that ``SSLSERVERID *`` starts, times MAXPERSSLSERVER, exceeds MAXSESSIONS by
at least one whole server. As spares for a failed server they may be meant: then set this rule aside.

## What to do

Raise MAXSESSIONS: ``NETSTAT OBEY SSLLIMITS MAXSESSIONS n MAXPERSSLSERVER m`` now, and the same in the
profile for the next start.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding
from zvm._profile import possible, sized


@check(
    "ZVM310",
    "idle-servers",
    "info",
    "PROFILE TCPIP and USER DIRECT",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM313",),
    fix="NETSTAT OBEY SSLLIMITS MAXSESSIONS <n> MAXPERSSLSERVER <m>, and the same in PROFILE TCPIP",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF010",),
)
def idle_servers(facts: Facts) -> Iterator[Finding]:
    for found, pool, size in sized(possible(facts)):
        limits = found.limits
        each = limits.max_per_server
        idle = (size * each - limits.max_sessions) // each if each > 0 else 0
        if idle < 1:
            continue
        high = pool.pool.high if pool.pool else None
        yield finding(
            "ZVM310",
            f"pool {pool.name} has {size} servers, but {limits.in_words} leave {idle} of them idle",
            *limits.places,
            *([(high, "the size of the pool")] if high else []),
            about=(pool.name, *found.names),
            fix=f"NETSTAT OBEY SSLLIMITS MAXSESSIONS {size * each} MAXPERSSLSERVER {each},"
            " and the same in PROFILE TCPIP",
        )
