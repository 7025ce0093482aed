"""SSLProtocolDisable stands where virtual hosts do not take it over.

## Why it matters

Most TLS directives of the general part hold for virtual hosts too; SSLProtocolDisable does not. What was
meant to be switched off for all stays on where it matters.

## How it is decided

By SSLProtocolDisable in the general part and virtual hosts with SSLEnable that have none of their own.

## What to do

Repeat the directive in each virtual host with TLS.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import secured
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX130",
    "protocols-not-inherited",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="put SSLProtocolDisable into each virtual host with TLS",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def protocols_not_inherited(facts: Facts) -> Iterator[Finding]:
    for server in facts.all(IhsServer):
        general = [item for item in server.hosts[0].own if item.key == "sslprotocoldisable"]
        hosts = [host for owner, host in secured(facts) if owner is server and host.addresses]
        bare = [host for host in hosts if not host.all("sslprotocoldisable")]
        if general and bare:
            yield finding(
                "LNX130",
                f"SSLProtocolDisable of the general part does not hold for {bare[0].name}",
                (general[0].name, "in the general part"),
                *((host.place, "takes nothing over") for host in bare[:3]),
                about=tuple(host.name for host in bare[:3]),
            )
