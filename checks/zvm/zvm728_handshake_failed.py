"""TLS handshakes failed at the SSL server.

## Why it matters

DTCSSL022E gives the System SSL return code of a handshake that ended in error. The same code again and
again points to one cause: a certificate, a cipher list, a protocol level, or a client that does not speak
TLS on that port.

## How it is decided

By DTCSSL022E in the latest run of a machine, grouped by return code and reason.

## What to do

``ssldiag explain <rc> --platform zvm`` tells what the code means. ``SSLADMIN TRACE CONNECTIONS`` limited
to one address shows which connection it is; a capture shows which side ended it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import messages


@check(
    "ZVM728",
    "handshake-failed",
    "warning",
    "console of the SSL server",
    needs=(ConsoleRun,),
    messages=("DTCSSL022E",),
    caused_by=("CERT101", "CERT104", "CERT110", "CERT115", "CERT116", "ZVM206", "ZVM204", "ZVM232"),
    fix="ssldiag explain <rc> --platform zvm; SSLADMIN TRACE CONNECTIONS <address> (SSL <server>",
    sources=("z/VM 6.3 console logs in public project notes",),
)
def handshake_failed(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for run, message in messages(facts, "DTCSSL022E"):
        rc, reason = message.field("rc"), message.field("reason")
        key = (run.machine or run.file, rc, reason)
        if key in seen:
            continue
        seen.add(key)
        who = run.machine or "an SSL server"
        many = f", {message.count} times" if message.count > 1 else ""
        yield finding(
            "ZVM728",
            f"handshakes failed at {who} with return code {rc or '?'} ({reason or message.text}){many}",
            message.place,
            about=(f"rc {rc}",),
            fix=f"ssldiag explain {rc} --platform zvm; SSLADMIN TRACE CONNECTIONS" if rc else "",
        )
