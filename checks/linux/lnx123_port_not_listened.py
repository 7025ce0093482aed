"""The server does not listen on the port of a virtual host with TLS.

## Why it matters

``<VirtualHost *:443>`` only says what is answered there; without ``Listen 443`` clients are refused, and
the server says nothing about it.

## How it is decided

By the ports of virtual hosts with SSLEnable and all Listen directives, included files too. Undecided
where one of these was not collected.

## What to do

Add ``Listen 443`` to the general part, or correct the port of the virtual host.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import secured
from ssldiag.api import Facts, Finding, IhsServer, Undecided, check, finding, port_of


@check(
    "LNX123",
    "port-not-listened",
    "error",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="add Listen for the port",
    sources=(
        "https://httpd.apache.org/docs/2.4/bind.html",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
    ),
)
def port_not_listened(facts: Facts) -> Iterator[Finding]:
    for server, host in secured(facts):
        listened = {port for item in server.listens if (port := port_of(item.value)) is not None}
        if any("${" in item.value for item in server.listens):
            raise Undecided("a port is set by the environment of the server", "the value of the variable")
        lost = [port for port in host.ports if port not in listened]
        if not lost:
            continue
        if server.missing:
            raise Undecided(
                "a file that httpd.conf includes was not collected", "the files of its Include directives"
            )
        hears = f"it listens on {', '.join(map(str, sorted(listened)))}" if listened else "it listens nowhere"
        yield finding(
            "LNX123",
            f"{host.name} has TLS, but the server does not listen on {lost[0]} ({hears})",
            (host.place, "the virtual host"),
            *((item, "what it listens on") for item in server.listens[:3]),
            about=(host.name,),
        )
