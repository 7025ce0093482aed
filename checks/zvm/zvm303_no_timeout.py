"""SSLSERVERID has no TIMEOUT.

## Why it matters

The stack holds other servers back until an SSL server is up or the time has passed. Where that time is not
set, an application server can start before TLS is ready, find that its label cannot be verified, and end.

## How it is decided

An SSLSERVERID statement without a TIMEOUT that is a number. How long the stack waits without the operand is
not established, so nothing is said about that.

## What to do

Code ``SSLSERVERID * TIMEOUT 60``; the seconds should cover the start of the agent and of the first server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding


@check(
    "ZVM303",
    "no-timeout",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    caused_by=("ZVM331",),
    fix="SSLSERVERID * TIMEOUT 60",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF003",),
)
def no_timeout(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for statement in found.profile.ssl_server_ids:
            if statement.timeout is not None:
                continue
            operand = statement.userid.value.upper() if statement.userid else "*"
            yield finding(
                "ZVM303",
                f"SSLSERVERID {operand} has no TIMEOUT: other servers may start before TLS is ready",
                statement.place,
                about=found.names,
                fix=f"SSLSERVERID {operand} TIMEOUT 60",
            )
