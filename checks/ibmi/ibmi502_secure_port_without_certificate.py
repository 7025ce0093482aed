"""A secure port listens, but its server has no certificate.

## Why it matters

A server that listens without a certificate fails at each handshake (-2, or a CPDBC message): for the client
it looks as if the server were there and broken.

## How it is decided

By the assignments (a list that shows all applications) and NETSTAT: the secure port listens, and the
application has no certificate.

## What to do

Assign a certificate (DCM: ``*SYSTEM``, Manage Applications, Update certificate assignment), then end and
start the server; or close the port.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import called, current, systems
from ibmi._systems import names, on
from ssldiag.api import ApplicationList, Facts, Finding, NetstatList, check, finding


@check(
    "IBMI502",
    "secure-port-without-certificate",
    "warning",
    "certificate assignments and NETSTAT",
    needs=(
        ApplicationList,
        NetstatList,
    ),
    caused_by=("IBMI313", "IBMI302"),
    fix="assign a certificate in DCM and restart the server, or close the port",
    sources=("https://www.ibm.com/docs/en/i/7.5?topic=tls-initialization-handshake",),
    facts=("IBMI-SRV-STALEPORT",),
)
def secure_port_without_certificate(facts: Facts) -> Iterator[Finding]:
    for system in systems(facts):
        lists = [item for item in current(facts, system) if item.complete]
        bare = [item for found in lists for item in found.applications if not item.labels and item.server]
        for listing in (item for item in facts.all(NetstatList) if item.system == system):
            for item in bare:
                server = item.server
                if server is None or not server.certain or item.id.value.upper() == server.client_application:
                    continue
                hit = next((found for port in server.secure if (found := listing.listening(port))), None)
                if hit:
                    yield finding(
                        "IBMI502",
                        f"port {hit.port} listens{on(system)}, but {called(item)} has no certificate",
                        (hit.shown, "listens"),
                        (item.id, "no certificate"),
                        about=names(system, item.id.value),
                    )
