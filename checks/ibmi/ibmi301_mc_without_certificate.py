"""Management Central has no certificate on a system that is to use TLS.

## Why it matters

The central system and each endpoint are TLS servers: each has to prove itself with a certificate of its own.
Without one a handshake ends with -2 or 403 (no certificate), most likely.

## How it is decided

By the certificate assignments of each system with a role in Management Central whose Use SSL is on. IBM has
not published the application's id: one that contains QYPS, or whose description names Management Central, is
taken for it. So this is a warning.

## What to do

In DCM: select ``*SYSTEM``, Manage Applications, Update certificate assignment, Server, Management Central
Server. Then stop and start it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import USAGE, applications, of_mc
from ibmi._mc import yes
from ssldiag.api import ApplicationList, Facts, Finding, McServer, Undecided, check, finding


@check(
    "IBMI301",
    "mc-without-certificate",
    "warning",
    "certificate assignments",
    needs=(McServer, ApplicationList),
    certainty="inferred",
    fix="DCM: *SYSTEM, Manage Applications, Update certificate assignment, Management Central Server",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-CRT-MC",),
)
def mc_without_certificate(facts: Facts) -> Iterator[Finding]:
    unseen = []
    for server in facts.all(McServer):
        if not (yes(server.ssl_stored) or yes(server.ssl_active)):
            continue
        found = [item for item in applications(facts, server.system) if of_mc(item)]
        if not found:
            unseen.append(server.system)
        for item in found:
            if not item.labels:
                yield finding(
                    "IBMI301",
                    f"{item.id} (probably Management Central) has no certificate on {server.system}, "
                    "which is to use TLS",
                    (item.id, "no certificate is assigned"),
                    (server.ssl_stored or server.ssl_active or server.place, "Use SSL is on"),
                    about=(server.system,),
                )
    if unseen:
        raise Undecided(f"no application of Management Central is seen on {', '.join(unseen[:5])}", USAGE)
