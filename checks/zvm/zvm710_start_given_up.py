"""A server gave up its start.

## Why it matters

DTCRUN1099E is the last word of the start-up wrapper: a configuration error was found and the server
program was not run. What the server should protect stays down.

## How it is decided

By DTCRUN1099E in the latest run of a machine. The message before it names the reason.

## What to do

Mend what the earlier message names, then start the server again: ``SSLADMIN START (SSL <server>`` for an
SSL server, XAUTOLOG for the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, Message, check, finding
from zvm._console import concerned, messages


@check(
    "ZVM710",
    "start-given-up",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=("DTCRUN1099E",),
    caused_by=(
        *("ZVM101", "ZVM721", "ZVM120", "ZVM121", "ZVM722", "ZVM723", "ZVM103", "ZVM104"),
        *("ZVM201", "ZVM202", "ZVM203", "ZVM205", "ZVM206", "ZVM213", "ZVM216", "ZVM220", "ZVM221", "ZVM231"),
        *("ZVM119", "ZVM229", "ZVM604"),
    ),
    fix="correct what the message before DTCRUN1099E names, then start the server again",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN010",),
)
def start_given_up(facts: Facts) -> Iterator[Finding]:
    for run, message in messages(facts, "DTCRUN1099E"):
        before = reason(run, message)
        why = f", after {before.id}" if before else ""
        where = [Evidence(message.place)]
        where += [Evidence(before.place, "the reason given")] if before else []
        who = run.machine or run.run.pool or "a server"
        yield finding(
            "ZVM710",
            f"{who} was not started{why}",
            *where,
            about=concerned(facts, run.machine or run.run.pool),
        )


def reason(run: ConsoleRun, message: Message) -> Message | None:
    """The last error before a message in its run."""
    earlier = [
        item for item in run.messages() if item.place.line < message.place.line and item.severity == "E"
    ]
    return earlier[-1] if earlier else None
