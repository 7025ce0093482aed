"""A server found no TCPIP DATA file at its start.

## Why it matters

TCPIP DATA tells a server which stack is its own. Without it only a server of the stack TCPIP can start, and
with APAR PI59963 not even that one: it ends with DTCRUN1002E. PI70089 lets the default stack do without
again.

## How it is decided

By DTCRUN1002E about TCPIP DATA in the last run of a console log. It is an error where the run goes on to
DTCRUN1099E, a warning where the server seems to have come up all the same.

## What to do

Put TCPIP DATA on TCPMAINT 592, see that the machine links that disk (``LINK TCPMAINT 0592 0592 RR``), and
start the server again. On z/VM 5.4 to 6.4 apply PI70089 besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, Severity, Undecided, check, finding
from zvm._console import concerned, latest


@check(
    "ZVM103",
    "tcpip-data-missing",
    "error",
    "TCPIP DATA",
    needs=(ConsoleRun,),
    messages=("DTCRUN1002E",),
    fix="put TCPIP DATA on TCPMAINT 592 and link that disk, or apply PI70089 (z/VM 5.4 to 6.4)",
    sources=("http://www.vm.ibm.com/related/tcpip/PI70089.html",),
    facts=("DTC003",),
)
def tcpip_data_missing(facts: Facts) -> Iterator[Finding]:
    runs = latest(facts)
    if not any(message.id.startswith("DTCRUN") for run in runs for message in run.messages()):
        raise Undecided("no console log shows a server's start", "console logs of the SSL servers")
    for run in runs:
        for message in run.messages("DTCRUN1002E"):
            if not message.field("file").upper().startswith("TCPIP DATA"):
                continue
            ended = run.messages("DTCRUN1099E")
            who = run.machine or "a server"
            yield finding(
                "ZVM103",
                f"{who} found no TCPIP DATA file on any disk that it has" + (" and ended" if ended else ""),
                message.place,
                *((item.place, "the start was given up") for item in ended[:1]),
                about=concerned(facts, run.machine),
                severity=None if ended else Severity.WARNING,
            )
