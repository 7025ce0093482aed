"""The central system cannot verify the certificate of an endpoint.

## Why it matters

Towards its endpoints the central system is the TLS client: it needs the CA of each endpoint's certificate,
and that CA has to be enabled. Without it the endpoint cannot be reached; -23 or 6000 is likely in the log.

## How it is decided

By the CAs in the central system's ``*SYSTEM`` store, or that a settings form lists for it, against the issuer
of the certificate that the endpoint's Management Central has.

## What to do

Import the CA on the central system (DCM: ``*SYSTEM``, Manage Certificates, Import, CA certificate), enable it
and stop and start Management Central.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, endpoints
from ibmi._trust import distrusts, shown
from ssldiag.api import NOTHING, Facts, Finding, McServer, Undecided, check, finding


@check(
    "IBMI304",
    "central-lacks-ca",
    "error",
    "certificate stores",
    needs=(McServer,),
    fix="import and enable the CA on the central system: DCM, *SYSTEM, Manage Certificates",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-CRT-CA-CENTRAL",),
)
def central_lacks_ca(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    if middle is None or not any(shown(facts, item.system) for item in endpoints(facts)):
        raise Undecided("the certificates of the endpoints were not collected", NOTHING)
    for endpoint in endpoints(facts):
        for item in distrusts(facts, middle, endpoint):
            state = "has not enabled" if item.disabled else "does not have"
            yield finding(
                "IBMI304",
                f"{middle.system} {state} {item.ca}, which issued {item.of.label} of {endpoint.system}",
                (item.place, f"the CAs of {middle.system}"),
                (item.of.label, "the certificate of the endpoint"),
                about=(endpoint.system, item.ca),
            )
