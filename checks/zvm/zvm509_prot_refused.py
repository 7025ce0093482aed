"""The FTP server refused a repeated PROT.

## Why it matters

Older levels want PBSZ before each PROT. A client that repeats PROT P alone gets ``503 Bad sequence of
commands`` and gives up.

## How it is decided

By that reply in a collected FTP session. Other commands out of their order get it as well, and which command
was answered is not looked at: that it was PROT is an inference.

## What to do

Apply the fix of IBM's support page 7181780, or have the client send ``PBSZ 0`` ahead of every PROT.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding


@check(
    "ZVM509",
    "prot-refused",
    "info",
    "FTP session",
    needs=(ConsoleRun,),
    certainty="inferred",
    fix="let the client send PBSZ 0 ahead of every PROT, or apply the fix",
    sources=("https://www.ibm.com/support/pages/node/7181780",),
    facts=("APP009",),
)
def prot_refused(facts: Facts) -> Iterator[Finding]:
    for run in facts.all(ConsoleRun):
        for message in run.messages("FTP-503-PROT")[:1]:
            yield finding("ZVM509", "an FTP client was answered 503 Bad sequence of commands", message.place)
