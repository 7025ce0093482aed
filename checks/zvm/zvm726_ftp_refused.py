"""An FTP client asked for TLS and was told that security cannot be processed.

## Why it matters

``421 Temporarily unable to process security`` is how the FTP server answers AUTH TLS while every SSL
server is down, does not listen, or is full.

## How it is decided

By that reply in what was collected.

## What to do

``NETSTAT CONFIG SSL`` shows whether an SSL server runs and how many sessions there are; ``NETSTAT CONN``
whether it listens. Start one, or raise SSLLIMITS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import messages, times


@check(
    "ZVM726",
    "ftp-security-refused",
    "error",
    "FTP session",
    needs=(ConsoleRun,),
    caused_by=("ZVM706", "ZVM301", "ZVM302", "ZVM710", "ZVM709", "ZVM708", "ZVM721", "ZVM101", "ZVM502"),
    fix="NETSTAT CONFIG SSL, then SSLADMIN START (SSL <server> or raise SSLLIMITS",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def ftp_security_refused(facts: Facts) -> Iterator[Finding]:
    for _, message in list(messages(facts, "FTP-421-SECURITY"))[:1]:
        yield finding(
            "ZVM726",
            f"an FTP client that asked for TLS was answered 421: no SSL server could take it{times(message)}",
            message.place,
        )
