"""TLS is switched on without a key database.

## Why it matters

``SSLEnable`` without a ``KeyFile`` in effect leaves the server without certificates: it logs a
configuration error and does not answer on that port, or does not start.

## How it is decided

By SSLEnable of each virtual host and the KeyFile in effect there: its own, else that of the general
part. Undecided where a file that is included was not collected.

## What to do

Add ``KeyFile /opt/IBM/HTTPServer/conf/key.kdb`` to the general part or to the host.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import secured
from ssldiag.api import Facts, Finding, IhsServer, Undecided, check, finding


@check(
    "LNX121",
    "ssl-without-key-database",
    "error",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="add KeyFile to the general part or to the virtual host",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def ssl_without_key_database(facts: Facts) -> Iterator[Finding]:
    for server, host in secured(facts):
        if host.last("keyfile") is not None or host.enabled is None or host.last("sslpkcsdriver"):
            continue
        if server.missing:
            raise Undecided(
                "a file that httpd.conf includes was not collected", f"the files of {server.missing[0].name}"
            )
        yield finding(
            "LNX121",
            f"{host.name} has SSLEnable, but no KeyFile is in effect there",
            (host.enabled.name, "TLS is switched on"),
            about=(host.name,),
        )
