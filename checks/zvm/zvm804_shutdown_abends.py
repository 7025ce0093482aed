"""The stack abended more than once in a row.

## Why it matters

On 7.1 without PH13366, shutting the stack down while handshakes are open makes it abend again and again.

## How it is decided

By two or more abend messages in the latest run of the stack's console on level 710, when the service list
does not show PH13366.

## What to do

Apply PH13366 (PTF UI63805). Until then stop the SSL servers before the stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, Service, check, finding
from zvm._console import latest

IDS = ("DMSITP141T", "DMSITP143T", "DMSABE148T")


@check(
    "ZVM804",
    "shutdown-abends",
    "warning",
    "console of the stack",
    needs=(ConsoleRun,),
    releases="710",
    messages=IDS,
    fix="apply PH13366; stop the SSL servers before the stack",
    sources=("https://www.ibm.com/support/pages/node/1899939",),
    facts=("SVC004",),
)
def shutdown_abends(facts: Facts) -> Iterator[Finding]:
    if any(service.apar == "PH13366" for service in facts.all(Service)):
        return
    for run in latest(facts, "stack"):
        found = run.messages(*IDS)
        if run.run.count(*IDS) > 1 and found:
            yield finding(
                "ZVM804",
                f"stack {run.machine or 'TCPIP'} abended {run.run.count(*IDS)} times in one run",
                *(Evidence(message.place) for message in found[:3]),
                about=(run.machine,) if run.machine else (),
            )
