"""SSLTCPPORT and TCPPORT of a server are the same port.

## Why it matters

The port then takes TLS connections alone: old clients and those without TLS can no longer reach the
server. It may be meant so; often it is a copied line.

## How it is decided

By the two options in dsmserv.opt.

## What to do

Give SSLTCPPORT a port of its own, or remove it: since 8.1.2 TCPPORT takes TLS and plain connections
alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, TsmOptions, check, finding


@check(
    "LNX161",
    "tsm-ports-equal",
    "warning",
    "Spectrum Protect",
    needs=(TsmOptions,),
    fix="give SSLTCPPORT a port of its own, or remove it",
    sources=("https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpport",),
)
def tsm_ports_equal(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TsmOptions):
        secure, clear = item.number("SSLTCPPORT"), item.number("TCPPORT")
        if item.role == "server" and secure and clear and secure.value == clear.value:
            yield finding(
                "LNX161",
                f"SSLTCPPORT and TCPPORT are both {secure.value}: the port takes TLS connections alone",
                (secure, "for TLS"),
                (clear, "for clients"),
                about=(item.file,),
            )
