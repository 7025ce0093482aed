"""Some of the seven iSeries Access servers have no certificate.

## Why it matters

Navigator and iSeries Access use seven servers: central, database, data queue, file, network print, remote
command and signon. One without a certificate does not open its secure port, and what needs it fails with
"connection refused", most likely.

## How it is decided

By the certificate assignments of a system. Reported are those of the seven without a certificate where
another one has some, or where PCs are to reach this system by TLS. A list that does not show all
applications proves nothing for those it leaves out.

## What to do

In DCM: ``*SYSTEM``, Manage Applications, Update certificate assignment, for each. If the port does not open
by itself: ``ENDHOSTSVR SERVER(*ALL)``, ``STRHOSTSVR SERVER(*ALL)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import applications, current, systems
from ibmi._mc import central, clients, yes
from ibmi._systems import listed, names, on
from ssldiag.api import ApplicationList, Facts, Finding, check, finding, ibmi_servers


@check(
    "IBMI302",
    "host-server-without-certificate",
    "error",
    "certificate assignments",
    needs=(ApplicationList,),
    caused_by=("IBMI313",),
    fix="DCM: *SYSTEM, Manage Applications, Update certificate assignment, for each of these servers",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-CRT-SEVEN",),
)
def host_server_without_certificate(facts: Facts) -> Iterator[Finding]:
    seven = [item for item in ibmi_servers() if item.seven]
    for system in systems(facts):
        known = {item.id.value.upper(): item for item in applications(facts, system)}
        whole = [item for item in current(facts, system) if item.complete]
        having = [item for item in seven if item.application in known and known[item.application].labels]
        lacking = [item for item in seven if item not in having and (whole or item.application in known)]
        if not lacking or not (having or reached(facts, system)):
            continue
        places = [known[item.application].id.place for item in lacking if item.application in known]
        yield finding(
            "IBMI302",
            f"no certificate is assigned{on(system)} to the {listed(item.name for item in lacking)}",
            *((place, "has none") for place in places or [whole[0].place]),
            *((known[item.application].labels[0], f"the {item.name} has one") for item in having[:1]),
            about=names(system, *(item.application for item in lacking)),
        )


def reached(facts: Facts, system: str) -> bool:
    """Whether PCs are to reach this system by TLS."""
    middle = central(facts)
    wanted = [pc for pc in clients(facts) if yes(pc.ssl_stored) or yes(pc.ssl_active)]
    return middle is not None and middle.system == system and bool(wanted)
