"""An SSL configuration of WebSphere Application Server stops before TLS 1.2.

## Why it matters

Most peers ask for TLS 1.2 at least. A server that ends earlier refuses their hello; wsadmin and other
commands that end earlier do not get to a server that wants more.

## How it is decided

By ``sslProtocol`` in security.xml, or ``com.ibm.ssl.protocol`` in ssl.client.props: each word of the list
names TLS 1.0, TLS 1.1 or SSL alone (``SSL_TLS`` means SSL 3.0 and TLS 1.0). ``SSL`` and ``TLS`` depend on the
level of Java and are left out; so is a configuration in which FIPS mode may override the word.

## What to do

Set ``SSL_TLSv2`` or ``TLSv1.2`` (quality of protection settings), in ssl.client.props of the clients too, and
restart.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Undecided, WasSslConfig, check, finding

EARLY = {
    "SSL_TLS": "SSL 3.0 and TLS 1.0",
    "SSLV2": "SSL 2.0",
    "SSLV3": "SSL 3.0",
    "TLSV1": "TLS 1.0",
    "TLSV1.1": "TLS 1.1",
}
"""Words of the protocol in upper case that end before TLS 1.2, and what they mean."""


@check(
    "LNX193",
    "was-protocol-ends-early",
    "warning",
    "WebSphere Application Server",
    needs=(WasSslConfig,),
    certainty="inferred",
    fix="set SSL_TLSv2 or TLSv1.2 as the protocol",
    sources=(
        "https://www.ibm.com/docs/en/sdk-java-technology/8?topic=suites-protocols",
        "WebSphere Application Server 8.5.5, quality of protection (QoP) settings",
        "RFC 8996",
    ),
)
def was_protocol_ends_early(facts: Facts) -> Iterator[Finding]:
    known = [item for item in facts.all(WasSslConfig) if item.protocol and item.protocol.value.strip()]
    if not known:
        raise Undecided("no SSL configuration names a protocol", "security.xml and ssl.client.props")
    for item in known:
        words = [word.strip().upper() for word in item.protocol.value.split(",")] if item.protocol else []
        means = [EARLY[word] for word in words if word in EARLY]
        if item.protocol and len(means) == len(words):
            yield finding(
                "LNX193",
                f"SSL configuration {item.alias} allows no more than {' and '.join(means)}"
                f" ({item.protocol.value})",
                (item.protocol, "the protocol"),
                about=(item.alias,),
            )
