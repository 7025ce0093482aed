"""Db2 serves withdrawn versions of TLS.

## Why it matters

TLS 1.0 and 1.1 are withdrawn (RFC 8996) and deprecated in Db2. Before Db2 11.5.9 an empty SSL_VERSIONS
means them.

## How it is decided

By SSL_VERSIONS of an instance with a key database: TLSV1 in it is a warning; empty is information, since
the level of Db2 is not known.

## What to do

``db2 update dbm cfg using SSL_VERSIONS TLSV12`` (with ``TLSV13`` from 11.5.8), then restart the
instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Instance, Facts, Finding, Severity, check, finding


@check(
    "LNX155",
    "db2-old-version",
    "warning",
    "Db2",
    needs=(Db2Instance,),
    fix="db2 update dbm cfg using SSL_VERSIONS TLSV12",
    sources=("Db2 11.5, ssl_versions configuration parameter", "RFC 8996"),
)
def db2_old_version(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Instance):
        versions = item.at("SSL_VERSIONS")
        if versions is None or item.get("SSL_SVR_KEYDB") is None:
            continue
        words = {word.strip().upper() for word in versions.value.split(",")}
        name = item.name or "the instance"
        if "TLSV1" in words:
            yield finding(
                "LNX155",
                f"{name} serves TLS 1.0 and 1.1 (SSL_VERSIONS {versions.value})",
                (versions, "the versions"),
                about=(item.name,),
            )
        elif not words - {"", "NULL"}:
            yield finding(
                "LNX155",
                f"{name} leaves SSL_VERSIONS empty, which means TLS 1.0 and 1.1 before Db2 11.5.9",
                (versions, "empty"),
                about=(item.name,),
                severity=Severity.INFO,
            )
