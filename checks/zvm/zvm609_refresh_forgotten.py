"""A certificate is newer than the SSL server's last start, and no SSLADMIN REFRESH is to be seen.

## Why it matters

An SSL server reads its key database when it starts and on SSLADMIN REFRESH. Until then clients get the
old certificate, and a new label is not recognised.

## How it is decided

A label in use whose certificate begins to be valid after the last DTCRUN1011I of an SSL server, while no
collected transcript holds ``SSLADMIN REFRESH``. Clocks may differ, so a day is allowed; and a refresh may
have been typed where no log was kept.

## What to do

``SSLADMIN REFRESH``. Open connections keep their certificate, new ones get the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ssldiag.api import (
    ConsoleRun,
    Facts,
    Finding,
    KeyDatabase,
    Message,
    ProtectedApplication,
    Transcript,
    Undecided,
    check,
    finding,
)
from zvm._console import latest

SLACK = timedelta(days=1)
"""For time zones and clocks that differ."""


@check(
    "ZVM609",
    "refresh-forgotten",
    "warning",
    "key database and SSL console",
    needs=(KeyDatabase, ConsoleRun),
    fix="SSLADMIN REFRESH",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("KDB009",),
)
def refresh_forgotten(facts: Facts) -> Iterator[Finding]:
    started = start(facts)
    if started is None:
        raise Undecided(
            "no console log of an SSL server shows when it started", "the console log of the SSL server"
        )
    if refreshed(facts):
        return
    message, when = started
    labels = {app.label.value for app in facts.all(ProtectedApplication) if app.label}
    for database in facts.all(KeyDatabase):
        for entry in database.certificates if database.pools else ():
            newer = entry.not_before is not None and entry.not_before > when + SLACK
            if newer and entry.has_key and entry.label in labels and entry.not_before:
                yield finding(
                    "ZVM609",
                    f"the certificate {entry.label} ({entry.not_before:%Y-%m-%d}) is newer than the last "
                    "start of an SSL server",
                    (entry.place, "the certificate"),
                    (message.place, "the start"),
                    about=(entry.label,),
                )


def start(facts: Facts) -> tuple[Message, datetime] | None:
    """The latest start of an SSL server, with its time (local, taken as UTC: see SLACK)."""
    found = [
        (run.messages("DTCRUN1011I")[-1], run.started)
        for run in latest(facts, "ssl")
        if run.started is not None
    ]
    return max(found, key=lambda pair: pair[1]) if found else None


def refreshed(facts: Facts) -> bool:
    """Whether some transcript holds an SSLADMIN REFRESH."""
    commands = (item.command.upper().split() for file in facts.all(Transcript) for item in file.responses)
    return any(len(words) > 1 and words[0].startswith("SSL") and "REFRESH" in words for words in commands)
