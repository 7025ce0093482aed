"""A server has a certificate without a private key.

## Why it matters

A server proves that the certificate is its own by the private key. Without it the server cannot take a single
secure connection; -4 or 428 is likely in its log.

## How it is decided

By the ``*SYSTEM`` store: the label that a server application has is there without a key. Columns of
CERTIFICATE_INFO about keys are not confirmed, so it is an error only where the store itself was read.

## What to do

Import the certificate together with its key (DCM: Manage Certificates, Import, PKCS#12), or create it anew in
``*SYSTEM``; then assign it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import by_label, systems
from ibmi._systems import few, names, on
from ssldiag.api import Application, Facts, Finding, IbmiCertificate, IbmiStore, Severity, check, finding


@check(
    "IBMI307",
    "assigned-without-key",
    "error",
    "certificate assignments",
    needs=(Application, IbmiCertificate),
    fix="import the certificate with its key: DCM, *SYSTEM, Manage Certificates, Import, PKCS#12",
    sources=("https://www.ibm.com/support/knowledgecenter/en/ssw_ibm_i_71/rzaiw/rzaiwsslre.htm",),
    facts=("IBMI-CRT-PRIVKEY",),
)
def assigned_without_key(facts: Facts) -> Iterator[Finding]:
    loose = {item.file for item in facts.all(IbmiStore) if item.loose}
    for system in systems(facts):
        for label, items in by_label(facts, system).items():
            found, users = items[0].certificate, [item for item in items if not of_client(item.application)]
            if found and users and found.has_key is False and found.place.file not in loose:
                yield finding(
                    "IBMI307",
                    f"{label}, the certificate of {few(item.name for item in users)}, "
                    f"has no private key{on(system)}",
                    (found.place, "no key"),
                    *((item.label, "the assignment") for item in users[:5]),
                    about=names(system, label),
                    severity=None if found.certificate else Severity.WARNING,
                )


def of_client(application: Application) -> bool:
    """Whether it is a client's: one of those need not have a key of its own."""
    server = application.server
    return server is not None and application.id.value.upper() == server.client_application
