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
from ssldiag.api import Facts, Finding, IhsHost, IhsServer, Undecided, check, finding, port_of

NOT_COLLECTED = "a file that httpd.conf includes was not collected"
VARIABLE = "a port is set by the environment of the server"
MOST = 20
"""Hosts that are shown: the next ones say the same."""


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
    groups: dict[tuple[str, int], tuple[IhsServer, list[IhsHost]]] = {}
    unknown: list[Undecided] = []
    for server, host in secured(facts):
        listened = {port for item in server.listens if (port := port_of(item.value)) is not None}
        lost = [port for port in host.ports if port not in listened]
        if any("${" in item.value for item in server.listens):
            unknown.append(Undecided(VARIABLE, "the value of the variable"))
        elif lost and server.missing:
            unknown.append(Undecided(NOT_COLLECTED, "the files of its Include directives"))
        elif lost:
            groups.setdefault((server.file, lost[0]), (server, []))[1].append(host)
    for (_, port), (server, hosts) in groups.items():
        yield told(server, port, hosts)
    if unknown:
        raise unknown[0]


def told(server: IhsServer, port: int, hosts: list[IhsHost]) -> Finding:
    """One finding for all hosts of a port."""
    listened = {known for item in server.listens if (known := port_of(item.value)) is not None}
    hears = f"it listens on {', '.join(map(str, sorted(listened)))}" if listened else "it listens nowhere"
    more = f" and {len(hosts) - 1:,} more have" if len(hosts) > 1 else " has"
    return finding(
        "LNX123",
        f"{hosts[0].name}{more} TLS, but the server does not listen on {port} ({hears})",
        (hosts[0].place, "the virtual host"),
        *((item, "what it listens on") for item in server.listens[:3]),
        *((host.place, "") for host in hosts[1:MOST]),
        about=tuple({host.name for host in hosts}),
    )
