"""A server said that its stack and TCPIP DATA disagree.

## Why it matters

DTCRUN1028E is the server's own word: the stack in its DTCPARMS entry is not the one in the TCPIP DATA
file it found. It did not start.

## How it is decided

By DTCRUN1028E in the latest run of a machine. The message names the DTCPARMS file and both stacks.

## What to do

Correct the file that names the wrong stack. Check the very files that the message names: the server may
read other copies than the ones collected.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import concerned, messages


@check(
    "ZVM721",
    "stack-mismatch-reported",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=("DTCRUN1028E", "DTCRUN1099E"),
    caused_by=("ZVM101", "ZVM104"),
    fix="make :stack. in the file named and TCPIPUSERID in TCPIP DATA agree, then start the server again",
    sources=("http://www.vm.ibm.com/related/tcpip/PI59963.html",),
    facts=("RUN010",),
)
def stack_mismatch_reported(facts: Facts) -> Iterator[Finding]:
    for run, message in messages(facts, "DTCRUN1028E"):
        who = run.machine or run.run.pool or "a server"
        first, second = message.field("stack1"), message.field("stack2")
        said = f": {message.field('file')} says {first}, TCPIP DATA says {second}" if first else ""
        names = [name.upper() for name in (first, second) if name]
        yield finding(
            "ZVM721",
            f"{who} found two different stacks{said}",
            message.place,
            about=(*concerned(facts, run.machine or run.run.pool), *names),
        )
