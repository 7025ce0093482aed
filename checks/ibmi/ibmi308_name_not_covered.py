"""A server's certificate does not cover the name or address that clients use.

## Why it matters

Clients of today look only at the subject alternative names of a certificate: a name that is not among them
ends the connection ("No name matching host"), however right the common name is.

## How it is decided

By the names and addresses that settings forms give for PCs and partners (``dials``), against the names in the
certificates assigned on that system. The certificate itself has to be collected (DEFAULT.KDB or an export):
CERTIFICATE_INFO does not show these names.

## What to do

Have the certificate issued anew with each name and address in use as subject alternative name, or let clients
use a name that it has.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import Assigned, assigned, serves, systems
from ibmi._systems import names
from ssldiag.api import Application, Certificate, Facts, Finding, Located, McClient, TlsPeer, check, finding


@check(
    "IBMI308",
    "name-not-covered",
    "warning",
    "certificates",
    needs=(Application,),
    fix="reissue the certificate with the names and addresses in use as subject alternative names",
    sources=("https://github.com/Mapepire-IBMi/mapepire-server/issues/74",),
    facts=("IBMI-CRT-SAN",),
)
def name_not_covered(facts: Facts) -> Iterator[Finding]:
    for system in systems(facts):
        seen: set[tuple[str, str]] = set()
        for who, dialled, item in dialling(facts, system):
            certificate = item.certificate.certificate if item.certificate else None
            key = (dialled.value.lower(), item.label.value)
            if certificate is None or key in seen or covers(certificate, dialled.value):
                continue
            seen.add(key)
            has = ", ".join((*certificate.dns_names, *certificate.ip_addresses)) or "none"
            yield finding(
                "IBMI308",
                f"{who} connects to {dialled}, which {item.label} does not cover (it has {has})",
                (dialled, "what is dialled"),
                *([(item.certificate.place, "its names")] if item.certificate else []),
                about=names(system, item.label.value),
            )


def dialling(facts: Facts, system: str) -> Iterator[tuple[str, Located[str], Assigned]]:
    """Who uses which name of a system, with each certificate that may answer."""
    found = [item for item in assigned(facts, system) if item.application.server]
    for pc in facts.all(McClient):
        if pc.central == system:
            yield from ((pc.name, name, item) for name in pc.dials for item in found)
    for peer in facts.all(TlsPeer):
        if peer.system == system:
            wanted = peer.server.value if peer.server else ""
            met = (item for item in found if serves(item.application, wanted))
            yield from ((peer.name, name, item) for item in met for name in peer.dials)


def covers(certificate: Certificate, name: str) -> bool:
    """Whether a certificate names a host or address (RFC 6125, 6.4.3: a star stands for one label)."""
    wanted = name.lower().rstrip(".")
    rest = wanted.partition(".")[2]
    dns = {item.lower().rstrip(".") for item in certificate.dns_names}
    return wanted in dns or (bool(rest) and f"*.{rest}" in dns) or wanted in certificate.ip_addresses
