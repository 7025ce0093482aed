"""MAXSESSIONS is not a multiple of MAXPERSSLSERVER.

## Why it matters

The stack fills one server after the other. If the numbers don't divide, the last server of the pool may only
take a rest: it is started and kept for less than it could carry.

## How it is decided

The two limits of SSLLIMITS, or their defaults 3000 and 600, where SSLSERVERID does not name a single server.
Nothing is said where MAXSESSIONS is the smaller one.

## What to do

Choose MAXSESSIONS as number of servers times MAXPERSSLSERVER. It can be changed while the stack runs:
``NETSTAT OBEY SSLLIMITS MAXSESSIONS n MAXPERSSLSERVER m``; make the same change in the profile.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding
from zvm._profile import limited


@check(
    "ZVM308",
    "uneven-limits",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM313",),
    fix="SSLLIMITS MAXSESSIONS <servers times m> MAXPERSSLSERVER <m>",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF008",),
)
def uneven_limits(facts: Facts) -> Iterator[Finding]:
    for found in limited(facts):
        limits = found.limits
        total, each = limits.max_sessions, limits.max_per_server
        if found.single or each <= 0 or total < each or total % each == 0:
            continue
        full, rest = divmod(total, each)
        servers = "one full server" if full == 1 else f"{full} full servers"
        yield finding(
            "ZVM308",
            f"{limits.in_words} do not divide: behind {servers} the next takes only {rest} sessions",
            *limits.places,
            about=found.names,
            fix=f"SSLLIMITS MAXSESSIONS {full * each} (or {(full + 1) * each}) MAXPERSSLSERVER {each}",
        )
