"""The central system and an endpoint do not agree about SSL.

## Why it matters

A connection with SSL needs it on both sides: the endpoint cannot be contacted. It is an error where the
central system uses SSL and the endpoint does not; the other way round is inferred, and a warning.

## How it is decided

By settings forms: the active values of the central system and of each endpoint. At level Any, which takes
connections without SSL too, nothing is said.

## What to do

Set both alike (Compare and Update on Trusted Group, or the endpoint's own properties), then stop and start
Management Central on the one that changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import LEVEL_ANY, central, endpoints, says
from ssldiag.api import Facts, Finding, McServer, Severity, check, finding


@check(
    "IBMI214",
    "endpoint-differs",
    "error",
    "Management Central",
    needs=(McServer,),
    caused_by=(
        "IBMI207",
        "IBMI211",
        "IBMI212",
        "IBMI213",
        "IBMI205",
    ),
    fix="set Use SSL alike on both, then restart Management Central where it changed",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-PAIR-SSL",),
)
def endpoint_differs(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    if middle is None or middle.ssl_active is None or says(middle.level_active, LEVEL_ANY):
        return
    for endpoint in endpoints(facts):
        if endpoint.ssl_active is None or endpoint.ssl_active.value == middle.ssl_active.value:
            continue
        having, lacking = middle.system, endpoint.system
        if endpoint.ssl_active.value:
            having, lacking = lacking, having
        yield finding(
            "IBMI214",
            f"{having} uses SSL and {lacking} does not: {middle.system} cannot contact {endpoint.system}",
            (endpoint.ssl_active, f"on {endpoint.system}"),
            (middle.ssl_active, f"on {middle.system}"),
            about=(endpoint.system, middle.system),
            severity=Severity.WARNING if endpoint.ssl_active.value else None,
        )
