"""A server has a self-signed certificate.

## Why it matters

No client trusts it unless someone put this very certificate into its store. Others reject it: -18 or 417.

## How it is decided

By the store: subject and issuer of a certificate that a server application has are the same name.

## What to do

Issue a certificate with the local CA of DCM or a public CA, assign it, and give clients that CA.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import by_label, systems
from ibmi._systems import few, names, on
from ssldiag.api import Application, Facts, Finding, IbmiCertificate, check, finding


@check(
    "IBMI309",
    "self-signed",
    "warning",
    "certificate assignments",
    needs=(Application, IbmiCertificate),
    caused_by=("CERT105",),
    fix="DCM: *SYSTEM, Create Certificate, signed by the local CA or a public one; then assign it",
    sources=("https://www.ibm.com/support/knowledgecenter/en/ssw_ibm_i_71/rzaiw/rzaiwsslre.htm",),
    facts=("IBMI-CRT-SELFSIGNED",),
)
def self_signed(facts: Facts) -> Iterator[Finding]:
    for system in systems(facts):
        for label, found in by_label(facts, system).items():
            certificate = found[0].certificate
            if certificate is None or not certificate.self_issued:
                continue
            yield finding(
                "IBMI309",
                f"{label}, the certificate of {few(item.name for item in found)}{on(system)}, is self-signed",
                (certificate.place, "issuer and subject are the same"),
                (found[0].label, "the assignment"),
                about=names(system, label),
            )
