"""A server ended abnormally.

## Why it matters

An abend, a program exception or a disabled wait ends the server in the middle of its work, with all its
connections.

## How it is decided

By CMS and CP messages about abends in the latest run of a machine. Their wording was not read in a public
source, so the finding is a warning.

## What to do

Keep the console and the dump, note the service level (DTCRUN1048I lines), look for APARs about it, and
restart the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, check, finding
from zvm._console import concerned, latest

IDS = ("DMSITP141T", "DMSITP143T", "DMSABE148T", "HCPGIR450W", "HCPGIR453W")


@check(
    "ZVM733",
    "abend",
    "warning",
    "console log",
    needs=(ConsoleRun,),
    certainty="unconfirmed",
    messages=IDS,
    fix="keep console and dump, check the service level, restart the server",
    sources=("message ids recalled, not read in a public source",),
)
def abend(facts: Facts) -> Iterator[Finding]:
    for run in latest(facts):
        found = run.messages(*IDS)
        if found:
            who = run.machine or "a machine"
            yield finding(
                "ZVM733",
                f"{who} ended abnormally: {found[0].id} {found[0].text}",
                *(Evidence(message.place) for message in found[:3]),
                about=concerned(facts, run.machine),
            )
