"""A server has a certificate that is not valid today.

## Why it matters

Servers start with an expired certificate as if nothing were wrong; each handshake fails. Telnet logs
CPDBC98, programs get -24 (SSL_), 107 or 401 (GSKit).

## How it is decided

By the first and last day of the certificates that are assigned, and of the CAs that issued them, in the
``*SYSTEM`` store. A certificate that ends soon is CERT102's.

## What to do

In DCM: renew the certificate (Manage Certificates, Renew), check that the assignments are still there, and
restart the servers that do not take it by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import by_label, issuers, stores, systems
from ibmi._systems import few, names, on
from ssldiag.api import Application, Facts, Finding, IbmiCertificate, check, common_name, finding


@check(
    "IBMI306",
    "assigned-not-valid",
    "error",
    "certificate assignments",
    needs=(Application, IbmiCertificate),
    messages=("CPDBC98",),
    caused_by=("CERT101", "CERT103", "CERT108"),
    fix="DCM: *SYSTEM, Manage Certificates, Renew; then check the assignments",
    sources=("i5/OS V5R4, Secure Sockets Layer, troubleshooting",),
    facts=("IBMI-CRT-DATES", "IBMI-SRV-TN-INITOK"),
)
def assigned_not_valid(facts: Facts) -> Iterator[Finding]:
    for system in systems(facts):
        for label, found in by_label(facts, system).items():
            certificate = found[0].certificate
            for bad, words in (*faults(facts, certificate),) if certificate else ():
                issuer = "" if bad is certificate else f" (it issued {label})"
                yield finding(
                    "IBMI306",
                    f"{bad.label} {words}{issuer}; shown{on(system)} by "
                    f"{few((item.name for item in found), 4)}",
                    (bad.place, "the certificate"),
                    *((item.label, item.application.id.value) for item in found[:5]),
                    about=names(system, label, bad.label),
                )


def faults(facts: Facts, certificate: IbmiCertificate) -> Iterator[tuple[IbmiCertificate, str]]:
    """What is wrong with the dates of a certificate, or else of a CA above it."""
    above = set(issuers(facts, certificate.system, certificate))
    everything = [item for store in stores(facts, certificate.system) for item in store.certificates]
    cas = [item for item in everything if item.subject and common_name(item.subject) in above]
    for item in (certificate, *(ca for ca in cas if ca is not certificate)):
        if item.not_after and item.not_after < facts.now:
            yield item, f"expired on {item.not_after:%Y-%m-%d}"
            return
        if item.not_before and item.not_before > facts.now:
            yield item, f"is not valid before {item.not_before:%Y-%m-%d}"
            return
