"""IPWIZARD wrote configuration files anew.

## Why it matters

A run of IPWIZARD replaces TCPIP DATA, PROFILE TCPIP and SYSTEM DTCPARMS with files of its own, without a
word about SSL: SSLSERVERID, labels and the SSL entries are gone.

## How it is decided

By DTCIPW2520I in a console log.

## What to do

Compare the files it names with the last good copies and put the SSL statements back.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, check, finding


@check(
    "ZVM737",
    "ipwizard-rewrote-files",
    "info",
    "console log",
    needs=(ConsoleRun,),
    messages=("DTCIPW2520I",),
    fix="compare the files that IPWIZARD wrote with the last good copies",
    sources=("z/VM 6.3 workshop notes",),
)
def ipwizard_rewrote_files(facts: Facts) -> Iterator[Finding]:
    for run in facts.all(ConsoleRun):
        found = run.messages("DTCIPW2520I")
        if found:
            yield finding(
                "ZVM737",
                f"IPWIZARD wrote {len(found)} configuration file{'s' if len(found) > 1 else ''} anew",
                *(Evidence(message.place) for message in found[:5]),
            )
