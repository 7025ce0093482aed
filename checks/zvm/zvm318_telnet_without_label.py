"""Telnet asks for TLS but names no certificate.

## Why it matters

SECURECONNECTION other than NEVER makes the Telnet server offer TLS. Without TLSLABEL it has no certificate to
show, so negotiation cannot succeed; with REQUIRED nobody gets in.

## How it is decided

An INTERNALCLIENTPARMS block with SECURECONNECTION ALLOWED, PREFERRED or REQUIRED and without TLSLABEL. That a
label is needed is concluded from how the other servers work.

## What to do

Add ``TLSLABEL <label>`` to the block; the label must be in the key database of the stack's SSL servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding


@check(
    "ZVM318",
    "telnet-without-label",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="530+",
    certainty="inferred",
    messages=("TELNET-NOSSL",),
    caused_by=("ZVM331",),
    fix="TLSLABEL <label> in INTERNALCLIENTPARMS",
    sources=("concluded from the IBM deck on multiple SSL servers, 2010",),
    facts=("PRF018",),
)
def telnet_without_label(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for block in found.profile.internal_clients:
            asked = block.secure_connection
            if asked is not None and asked.value.upper() != "NEVER" and block.tls_label is None:
                yield finding(
                    "ZVM318",
                    f"SECURECONNECTION {asked.value.upper()} without TLSLABEL: Telnet has no certificate",
                    (asked, "asks for TLS"),
                    (block.place, "no TLSLABEL in this block"),
                    about=("Telnet", "INTCLIEN", *found.names),
                )
