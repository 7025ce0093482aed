"""Someone expects Management Central to check a PC's certificate.

## Why it matters

Client authentication happens between the central system and endpoints only. A PC is never asked for a
certificate, whatever the level: with SSL it checks the server, and that is all.

## How it is decided

By ``client-certificate-expected`` of a PC in a settings form.

## What to do

Protect the system against unknown PCs by user profiles and passwords, exit programs or a firewall.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import yes
from ssldiag.api import Facts, Finding, McClient, check, finding


@check(
    "IBMI222",
    "pc-certificate-expected",
    "info",
    "Management Central",
    needs=(McClient,),
    fix="use user profiles, exit programs or a firewall to control which PCs connect",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-PC-NOCLIENTAUTH",),
)
def pc_certificate_expected(facts: Facts) -> Iterator[Finding]:
    for pc in facts.all(McClient):
        if pc.client_certificate and yes(pc.client_certificate):
            yield finding(
                "IBMI222",
                f"the certificate of {pc.name} is never checked by Management Central, at no level",
                (pc.client_certificate, "what is expected"),
                about=(pc.name,),
            )
