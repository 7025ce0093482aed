"""Client authentication is asked of a server that does not do it.

## Why it matters

At V5R4 the HTTP server, FTP, Telnet, Management Central on endpoints and the Directory Server can ask clients
for a certificate. Elsewhere the setting most likely has no effect: who relies on it is not protected.

## How it is decided

By the definitions of the system's own applications (a settings form, or CERTIFICATE_USAGE_INFO). Programs of
one's own are not judged.

## What to do

Take the requirement off (DCM: Manage Applications, Update Application Definition), and protect that server by
other means.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import called
from ibmi._systems import level_of, names, on
from ssldiag.api import Application, Facts, Finding, check, finding


@check(
    "IBMI315",
    "client-authentication",
    "warning",
    "application definitions",
    needs=(Application,),
    releases="540",
    certainty="inferred",
    fix="DCM: Manage Applications, Update Application Definition, Client authentication required: No",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-CRT-CLIENTAUTH-SUPPORT",),
)
def client_authentication(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Application):
        server, asked = item.server, item.client_authentication
        if server is None or asked is None or not asked.value or level_of(facts, item.system) != 540:
            continue
        if not server.client_authentication and item.id.value != server.client_application:
            yield finding(
                "IBMI315",
                f"{called(item)} is to ask clients for a certificate{on(item.system)}, "
                "which it cannot do at V5R4",
                (asked, "asked for"),
                about=names(item.system, item.id.value),
            )
