"""The protocol directives leave hardly any version of TLS.

## Why it matters

Clients without the one version that is left, if any, are refused with 402 GSK_ERROR_NO_CIPHERS or an
alert protocol_version.

## How it is decided

By SSLProtocolDisable in effect for a host with TLS: TLS 1.0, 1.1 and 1.2 are all switched off and none
of them on again. Whether this level has TLS 1.3 is not known, so it is a warning.

## What to do

Leave TLS 1.2 (and 1.3) on: ``SSLProtocolDisable SSLv2 SSLv3 TLSv10 TLSv11``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import secured, versions
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX126",
    "no-protocol-left",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    certainty="inferred",
    fix="SSLProtocolDisable SSLv2 SSLv3 TLSv10 TLSv11, no more",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def no_protocol_left(facts: Facts) -> Iterator[Finding]:
    for _, host in secured(facts):
        off = {version for item in host.all("sslprotocoldisable") for version, _ in versions(item.words)}
        on = {version for item in host.all("sslprotocolenable") for version, _ in versions(item.words)}
        left = {"TLSv10", "TLSv11", "TLSv12"} - (off - on)
        if not left:
            some = "at most TLS 1.3" if "TLSv13" not in off - on else "no version"
            yield finding(
                "LNX126",
                f"{host.name} switches off TLS 1.0, 1.1 and 1.2: {some} is left",
                (host.all("sslprotocoldisable")[-1].name, "switched off"),
                about=(host.name,),
            )
