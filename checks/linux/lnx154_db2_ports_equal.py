"""Db2 is to serve TLS and plain connections on one port.

## Why it matters

SSL_SVCENAME and SVCENAME must differ where DB2COMM has both TCPIP and SSL: otherwise the instance starts
with neither.

## How it is decided

By the two parameters in ``db2 get dbm cfg``, if DB2COMM has both or is not known. A service name and a
number are only compared where they are written alike.

## What to do

``db2 update dbm cfg using SSL_SVCENAME 50001``, then restart the instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Instance, Facts, Finding, Severity, check, finding


@check(
    "LNX154",
    "db2-ports-equal",
    "error",
    "Db2",
    needs=(Db2Instance,),
    fix="give SSL_SVCENAME a port of its own",
    sources=("Db2 11.5, ssl_svcename configuration parameter",),
)
def db2_ports_equal(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Instance):
        secure, clear = item.get("SSL_SVCENAME"), item.get("SVCENAME")
        speaks = item.speaks
        if secure is None or clear is None or secure.value != clear.value:
            continue
        if speaks is None or {"SSL", "TCPIP"} <= speaks:
            yield finding(
                "LNX154",
                f"{item.name or 'the instance'} has {secure} for SSL_SVCENAME and for SVCENAME",
                (secure, "for TLS"),
                (clear, "without TLS"),
                about=(item.name,),
                severity=Severity.WARNING if speaks is None else None,
            )
