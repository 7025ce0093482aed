"""A Telnet client asked for a secure session and no SSL server was there.

## Why it matters

The Telnet server answers ``SSL Server is not available on local system.`` and quits when no SSL server is
registered with the stack, or all are full. Users cannot log on.

## How it is decided

By that text in what was collected.

## What to do

``NETSTAT CONFIG SSL`` and ``SSLADMIN QUERY STATUS`` show whether a server runs. Start one, or raise
SSLLIMITS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import messages, times


@check(
    "ZVM727",
    "telnet-security-refused",
    "error",
    "Telnet session",
    needs=(ConsoleRun,),
    caused_by=("ZVM706", "ZVM301", "ZVM302", "ZVM710", "ZVM709", "ZVM708", "ZVM721", "ZVM101", "ZVM507"),
    fix="NETSTAT CONFIG SSL, then SSLADMIN START (SSL <server> or raise SSLLIMITS",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def telnet_security_refused(facts: Facts) -> Iterator[Finding]:
    for _, message in list(messages(facts, "TELNET-NOSSL"))[:1]:
        yield finding(
            "ZVM727",
            f"a Telnet client was told that no SSL server is available{times(message)}",
            message.place,
        )
