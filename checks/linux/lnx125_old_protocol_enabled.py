"""A protocol version is switched on that must not be used any more.

## Why it matters

SSLv2 and SSLv3 are broken (RFC 6176, RFC 7568), TLS 1.0 and 1.1 are withdrawn (RFC 8996). Audits find
them, and attackers try them first.

## How it is decided

By SSLProtocolEnable in effect for hosts with TLS.

## What to do

Remove the version from SSLProtocolEnable; if an old client needs it, give that client a host of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import each_once, versions
from ssldiag.api import Facts, Finding, IhsServer, check, finding

OLD = {"SSLv2": "SSLv2", "SSLv3": "SSLv3", "TLSv10": "TLS 1.0", "TLSv11": "TLS 1.1"}
"""By the word of the directive: what a person calls it."""


@check(
    "LNX125",
    "old-protocol-enabled",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="remove it from SSLProtocolEnable",
    sources=(
        "RFC 6176",
        "RFC 7568",
        "RFC 8996",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
    ),
)
def old_protocol_enabled(facts: Facts) -> Iterator[Finding]:
    for host, item in each_once(facts, "sslprotocolenable"):
        found = [(version, word) for version, word in versions(item.words) if version in OLD]
        if found:
            yield finding(
                "LNX125",
                f"{host.name} switches on {', '.join(OLD[version] for version, _ in found)}",
                (found[0][1], "switched on"),
                about=(host.name,),
            )
