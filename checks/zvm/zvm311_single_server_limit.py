"""MAXSESSIONS is more than the single SSL server takes.

## Why it matters

A single server never takes more than MAXPERSSLSERVER sessions. A higher MAXSESSIONS is a promise that it
cannot keep: clients are refused at the lower number.

## How it is decided

SSLSERVERID names a user id, and MAXSESSIONS is above MAXPERSSLSERVER. Where SSLLIMITS is not coded at all,
the defaults (3000 and 600) are worth no more than a note.

## What to do

Give both operands the same number, 1000 at most. For more sessions change to a pool of servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Severity, StackProfile, check, finding
from zvm._profile import limited


@check(
    "ZVM311",
    "single-server-limit",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM313", "ZVM302"),
    fix="SSLLIMITS MAXSESSIONS <n> MAXPERSSLSERVER <n>, n at most 1000",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF011",),
)
def single_server_limit(facts: Facts) -> Iterator[Finding]:
    for found in limited(facts):
        limits = found.limits
        if not found.single or limits.max_sessions <= limits.max_per_server:
            continue
        coded = limits.sessions is not None or limits.per_server is not None
        name = found.operand.value if found.operand else ""
        yield finding(
            "ZVM311",
            f"{name} is one SSL server: with {limits.in_words} it takes {limits.max_per_server} sessions",
            *limits.places,
            *([(found.operand, "one server, no pool")] if found.operand else []),
            about=(name, *found.names),
            severity=None if coded else Severity.INFO,
        )
