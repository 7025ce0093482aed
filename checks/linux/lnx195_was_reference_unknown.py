"""An SSL configuration of WebSphere Application Server refers to something that is not there.

## Why it matters

A configuration without its key store does not come up, and a client whose default alias names no
configuration falls back to Java's own trust store or fails. It happens when a store is deleted that an old
configuration still names, or an alias is renamed in one place.

## How it is decided

By ``keyStore`` and ``trustStore`` of each configuration against the keyStores of the same security.xml, and
by ``com.ibm.ssl.defaultAlias`` against the aliases in the same ssl.client.props.

## What to do

Choose a key store that exists (SSL certificate and key management), or correct the alias.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, WasSslConfig, check, finding


@check(
    "LNX195",
    "was-reference-unknown",
    "warning",
    "WebSphere Application Server",
    needs=(WasSslConfig,),
    certainty="inferred",
    fix="choose a key store or alias that exists",
    sources=("WebSphere Application Server 8.5.5, ssl.client.props client configuration file",),
)
def was_reference_unknown(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(WasSslConfig):
        for named in item.unknown:
            yield finding(
                "LNX195",
                f"SSL configuration {named.value} is the default, and the file has none of this name"
                if item.by_client
                else f"SSL configuration {item.alias} uses {named.value}, which is not in security.xml",
                (named, "not there"),
                about=(item.alias, named.value),
            )
