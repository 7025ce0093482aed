"""The stack restarted an SSL server.

## Why it matters

``Restarting you because KillClient called`` means that the server lost its link to the stack: it ended
abnormally, or stopped answering. All its connections were lost.

## How it is decided

By that CP message in a console log, in any run.

## What to do

Find the first error above the message; that one is the cause. Keep the console (SSLADMIN CLOSECON) and
note the service level.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import concerned, times

IDS = ("TCPIP-KILLCLIENT-1", "TCPIP-KILLCLIENT-2", "TCPIP-KILLCLIENT")


@check(
    "ZVM731",
    "restarted-by-stack",
    "warning",
    "console of the SSL server",
    needs=(ConsoleRun,),
    caused_by=("ZVM730", "ZVM733"),
    fix="read the first error above the restart; SSLADMIN CLOSECON (SSL <server> keeps the console",
    sources=(
        "http://www.vm.ibm.com/related/tcpip/PK87640.html",
        "http://www.vm.ibm.com/related/tcpip/pk51954.html",
    ),
)
def restarted_by_stack(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for run in facts.all(ConsoleRun):
        for message in run.messages(*IDS):
            key = (run.machine or run.file, message.text)
            if key in seen:
                continue
            seen.add(key)
            why = message.field("reason") or message.text.rsplit("reason:", 1)[-1].strip()
            who = run.machine or "an SSL server"
            yield finding(
                "ZVM731",
                f"the stack restarted {who}{times(message)}: {why}",
                message.place,
                about=concerned(facts, run.machine),
            )
