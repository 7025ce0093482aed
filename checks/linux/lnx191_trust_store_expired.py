"""A trust store of the host holds CA certificates that have expired.

## Why it matters

An expired CA certificate is of no use; where it is the only root of a chain, programs that use the store
refuse the peer. A store that was never renewed shows by the number of these.

## How it is decided

By the numbers that ``ssldiag collect local`` noted for the stores of OpenSSL and Java.

## What to do

Update the package of CA certificates (``ca-certificates``), or the Java runtime; remove your own expired
ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, LinuxHost, check, finding


@check(
    "LNX191",
    "trust-store-expired",
    "info",
    "trust stores",
    needs=(LinuxHost,),
    fix="update the CA certificates of the system or of Java",
    sources=("choice of this program",),
)
def trust_store_expired(facts: Facts) -> Iterator[Finding]:
    for host in facts.all(LinuxHost):
        for store in host.stores:
            if store.expired:
                some = "all" if store.expired == store.certificates else str(store.expired)
                yield finding(
                    "LNX191",
                    f"{some} of {store.certificates} certificates in /{store.path} have expired",
                    (host.place, f"/{store.path}"),
                    about=(store.path,),
                )
