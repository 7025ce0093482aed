"""Nobody answers at a port that is configured for TLS.

## Why it matters

Clients cannot connect. The server is not up, its port is not the one that it listens on, or something on the
way keeps connections out.

## How it is decided

A live look at the port came to no connection: it was refused, or nothing answered in time. A firewall between
the place of the look and the host does the same, so this is a suspicion.

## What to do

See on the host whether the port is listened on (``NETSTAT`` on z/VM, ``ss -ltn`` on Linux) and whether its
server is logged on. If it is, look from another place.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, check, finding
from tls._live import about, configured, named, seen


@check(
    "TLS203",
    "live-port-silent",
    "warning",
    "live look",
    needs=(ServedPort,),
    certainty="inferred",
    caused_by=("ZVM706", "ZVM707", "ZVM734", "ZVM709"),
    fix="start its server, or look from where its clients are",
    sources=("z/VM TCP/IP Planning and Customization, PORT statement",),
)
def live_port_silent(facts: Facts) -> Iterator[Finding]:
    for served in facts.all(ServedPort):
        if served.expected and served.probed.step == "connect":
            yield finding(
                "TLS203",
                f"{named(served)} is configured for TLS, and {served.probed.trouble}",
                *configured(served),
                seen(served),
                about=about(served),
            )
