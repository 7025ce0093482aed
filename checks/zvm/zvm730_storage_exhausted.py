"""A server ran out of virtual storage.

## Why it matters

DTCSSL005E or DMSFRO159E on the console of an SSL server means that its machine has no storage left.
Connections fail, other errors follow, and the stack restarts the server in the end.

## How it is decided

By these messages in the latest run of a machine.

## What to do

Enlarge the machine in the directory (the pool's sample has 160M, at most 256M under the default segment),
lower MAXPERSSLSERVER, and apply PK87640 on 5.4 or 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, Undecided, check, finding
from zvm._console import concerned, latest

IDS = ("DTCSSL005E", "DMSFRO159E")


@check(
    "ZVM730",
    "storage-exhausted",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=IDS,
    caused_by=("ZVM418",),
    fix="enlarge the machine's storage in the directory, or lower MAXPERSSLSERVER",
    sources=("http://www.vm.ibm.com/related/tcpip/PK87640.html",),
)
def storage_exhausted(facts: Facts) -> Iterator[Finding]:
    servers = latest(facts, "ssl")
    for run in latest(facts):
        found = run.messages(*IDS)
        if found:
            who = run.machine or "a server"
            yield finding(
                "ZVM730",
                f"{who} ran out of storage: {found[0].id} {found[0].text}",
                *(Evidence(message.place) for message in found[:3]),
                about=concerned(facts, run.machine),
            )
            servers = (*servers, run)
    if not servers:
        raise Undecided("no console log of an SSL server was collected", "console logs of the SSL servers")
