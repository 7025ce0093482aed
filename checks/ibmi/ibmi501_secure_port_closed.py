"""A server has a certificate, but its secure port is not open.

## Why it matters

A server opens its secure port beside the plain one once it has a certificate. If the port stays closed,
clients get connection refused.

## How it is decided

By the assignments and a list of connections that shows all: the server's plain port listens, its secure port
does not. Looked at are the seven iSeries Access servers, Telnet, DDM and DRDA, and the Directory Server.

## What to do

``ENDHOSTSVR SERVER(*ALL)``, ``STRHOSTSVR SERVER(*ALL)``; Telnet: look at ``CHGTELNA`` (ALWSSL) and at port
restrictions (``CFGTCP``, option 4), then end and start it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import applications, called, systems
from ibmi._systems import listed, names, on
from ssldiag.api import (
    Application,
    ApplicationList,
    Facts,
    Finding,
    IbmiServer,
    Listener,
    NetstatList,
    check,
    finding,
)


@check(
    "IBMI501",
    "secure-port-closed",
    "error",
    "certificate assignments and NETSTAT",
    needs=(
        ApplicationList,
        NetstatList,
    ),
    caused_by=("IBMI505", "IBMI506"),
    fix="end and start the server: ENDHOSTSVR and STRHOSTSVR, or ENDTCPSVR and STRTCPSVR",
    sources=("https://nicklitten.com/what-tcp-ip-ports-do-we-use-on-ibm-i-power-systems/",),
    facts=("IBMI-SRV-PORTMATCH",),
)
def secure_port_closed(facts: Facts) -> Iterator[Finding]:
    for system in systems(facts):
        lists = [item for item in facts.all(NetstatList) if item.system == system]
        whole = next((item for item in lists if item.complete and not item.uncertain), None)
        if whole is None:
            continue
        closed = list(closed_on(facts, system, whole))
        if not closed:
            continue
        where = [f"{called(item)} ({port})" for item, port, _ in closed]
        yield finding(
            "IBMI501",
            f"{called(closed[0][0])} has a certificate{on(system)}, but port {closed[0][1]} does not listen"
            if len(closed) == 1
            else f"{len(closed)} servers have certificates{on(system)}, but their secure ports do not "
            f"listen: {listed(where)}",
            *((item.labels[0], f"the certificate of {called(item)}") for item, _, _ in closed),
            *((plain.shown, "the plain port listens, the secure one does not") for _, _, plain in closed),
            about=names(system, *(item.id.value for item, _, _ in closed)),
        )


def closed_on(facts: Facts, system: str, whole: NetstatList) -> Iterator[tuple[Application, int, Listener]]:
    """The servers of a system with a certificate whose secure port does not listen, with that port and what
    shows that the server runs.
    """
    for item in applications(facts, system):
        server = item.server
        if server is None or not item.labels or not judged(server, item.id.value):
            continue
        plain = next((hit for port in server.plain if (hit := whole.listening(port))), None)
        if plain and not any(whole.listening(port) for port in server.secure):
            yield item, server.secure[0], plain


def judged(server: IbmiServer, identifier: str) -> bool:
    """Whether a server opens its secure port by a certificate, as far as that is documented."""
    known = server.seven or server.word in ("telnet", "ddm", "ldap")
    return known and server.certain and identifier.upper() != server.client_application
