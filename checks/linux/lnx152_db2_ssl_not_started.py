"""A Db2 instance has a port for TLS, and DB2COMM does not say SSL.

## Why it matters

Without ``SSL`` in the registry variable DB2COMM the instance starts without TLS, whatever else is
configured; clients are refused.

## How it is decided

By SSL_SVCENAME in ``db2 get dbm cfg`` and DB2COMM in ``db2set -all`` or profile.env.

## What to do

``db2set DB2COMM=TCPIP,SSL``, then restart the instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Instance, Facts, Finding, Undecided, check, finding


@check(
    "LNX152",
    "db2-ssl-not-started",
    "error",
    "Db2",
    needs=(Db2Instance,),
    fix="db2set DB2COMM=TCPIP,SSL, then restart the instance",
    sources=("Db2 11.5, ssl_svcename configuration parameter",),
)
def db2_ssl_not_started(facts: Facts) -> Iterator[Finding]:
    waiting = [item for item in facts.all(Db2Instance) if item.get("SSL_SVCENAME")]
    if waiting and all(item.speaks is None for item in waiting):
        raise Undecided("DB2COMM is not known", "output of db2set -all")
    for item in waiting:
        port = item.get("SSL_SVCENAME")
        if port and item.protocols and "SSL" not in (item.speaks or ()):
            yield finding(
                "LNX152",
                f"{item.name or 'the instance'} has SSL_SVCENAME {port}, and DB2COMM is {item.protocols}",
                (item.protocols, "without SSL"),
                (port, "the port"),
                about=(item.name,),
            )
