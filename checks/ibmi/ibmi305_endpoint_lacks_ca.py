"""An endpoint cannot verify the certificate of the central system.

## Why it matters

At level "Client and server" each endpoint asks the central system for its certificate and needs the CA that
issued it. Without it the connection fails, most likely with -16 or 415, -23 or 6000.

## How it is decided

By the CAs in the endpoint's ``*SYSTEM`` store, or that a settings form lists for it, against the issuer of
the certificate that the central system's Management Central has. At level Server nothing is asked.

## What to do

Import the CA of the central system's certificate on every endpoint (DCM: ``*SYSTEM``, Manage Certificates,
Import, CA certificate) and enable it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_BOTH, central, endpoints, says
from ibmi._trust import distrusts, shown
from ssldiag.api import NOTHING, Facts, Finding, McServer, Undecided, check, finding


@check(
    "IBMI305",
    "endpoint-lacks-ca",
    "error",
    "certificate stores",
    needs=(McServer,),
    fix="import and enable the CA on the endpoint: DCM, *SYSTEM, Manage Certificates",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-CRT-CA-ENDPOINT",),
)
def endpoint_lacks_ca(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    if middle is None or not shown(facts, middle.system):
        raise Undecided("the certificate of the central system was not collected", NOTHING)
    for endpoint in endpoints(facts):
        if not (says(endpoint.level_stored, LEVEL_BOTH) or says(endpoint.level_active, LEVEL_BOTH)):
            continue
        for item in distrusts(facts, endpoint, middle):
            state = "has not enabled" if item.disabled else "does not have"
            yield finding(
                "IBMI305",
                f"{endpoint.system} {state} {item.ca}, which issued {item.of.label} of {middle.system}",
                (item.place, f"the CAs of {endpoint.system}"),
                (item.of.label, "the certificate of the central system"),
                about=(endpoint.system, item.ca),
            )
