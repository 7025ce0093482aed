"""An FTP client of this system lost its connection.

## Why it matters

``Foreign host aborted the connection`` is what z/VM's FTP client says when its partner drops the
connection: after an idle hour (before PI08085), when an SSL server was lost, or when the partner refused
the handshake.

## How it is decided

By that text in what was collected.

## What to do

Look at the SSL server's console at the same time of day; a handshake that failed leaves DTCSSL022E there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import messages, times


@check(
    "ZVM738",
    "connection-aborted",
    "info",
    "FTP session",
    needs=(ConsoleRun,),
    caused_by=("ZVM728", "ZVM731"),
    fix="look at the SSL server's console at the same time of day",
    sources=("https://www.ibm.com/support/pages/apar/PI08085",),
)
def connection_aborted(facts: Facts) -> Iterator[Finding]:
    for _, message in list(messages(facts, "FTP-ABORT-1", "FTP-ABORT-2"))[:1]:
        yield finding("ZVM738", f"a partner aborted an FTP connection{times(message)}", message.place)
