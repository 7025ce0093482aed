"""A configuration file that a server needs was not found.

## Why it matters

DTCRUN1002E names a file that is on no disk or directory the server has accessed. For TCPIP DATA, service
PI59963 made that an error even on a default stack; PI70089 takes it back.

## How it is decided

By DTCRUN1002E in the latest run of a machine.

## What to do

Put the file where it belongs (TCPIP DATA: TCPMAINT 592; DTCPARMS and profiles: TCPMAINT 198) and see that
the machine links and accesses that disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import concerned, messages


@check(
    "ZVM723",
    "file-not-found",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=("DTCRUN1002E",),
    caused_by=("ZVM103", "ZVM419"),
    fix="put the file on the disk it belongs to (TCPIP DATA: TCPMAINT 592), and link that disk",
    sources=("http://www.vm.ibm.com/related/tcpip/PI70089.html",),
    facts=("DTC003",),
)
def file_not_found(facts: Facts) -> Iterator[Finding]:
    for run, message in messages(facts, "DTCRUN1002E"):
        who = run.machine or run.run.pool or "a server"
        yield finding(
            "ZVM723",
            f"{who} did not find {message.field('file') or 'a file'} on any disk or directory it has",
            message.place,
            about=concerned(facts, run.machine or run.run.pool),
        )
