"""MAXPERSSLSERVER is above 1000.

## Why it matters

One SSL server takes at most 1000 sessions. A higher number is not accepted, and the limits that you meant
are not the ones in effect.

## How it is decided

The number after MAXPERSSLSERVER in SSLLIMITS.

## What to do

Code 1000 or less, and make up for the rest with more servers (POOL HIGH in the directory).
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding
from zvm._profile import HIGHEST


@check(
    "ZVM307",
    "maxpersslserver-too-high",
    "error",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    fix="SSLLIMITS MAXSESSIONS <n> MAXPERSSLSERVER 1000",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF007",),
)
def maxpersslserver_too_high(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for statement in found.profile.ssl_limits:
            each = statement.max_per_server
            if each is not None and each.value > HIGHEST:
                yield finding(
                    "ZVM307",
                    f"MAXPERSSLSERVER {each.value} is above {HIGHEST}, the most that one SSL server takes",
                    each,
                    about=found.names,
                )
