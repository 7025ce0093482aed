"""A server shows an older certificate than the key database has under its label.

## Why it matters

An SSL server reads its key database when it starts and on SSLADMIN REFRESH. A certificate that was renewed
in between is not served until then: clients go on seeing the old one until the day it expires, and then
fail all at once.

## How it is decided

The last handshake that a capture holds of a server shows a certificate that is in no collected key database;
one of these has a certificate with private key for the same subject that began to be valid later, but before
the handshake. That the two are meant for the same service is an inference from their subject. A capture that
is older than the new certificate says nothing.

## What to do

``SSLADMIN REFRESH`` (or restart the server), then connect anew: open connections keep their certificate. If
the old one is still shown, look at which key database KEYFILE names and which label the application uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    CapturedHandshake,
    Certificate,
    Facts,
    Finding,
    KeyDatabase,
    StoredCertificate,
    check,
    finding,
)
from tls._captures import certificate_of, latest_served, own_certificates, spoken


@check(
    "TLS101",
    "served-certificate-is-old",
    "warning",
    "capture and key database",
    needs=(CapturedHandshake, KeyDatabase),
    certainty="inferred",
    caused_by=("ZVM609",),
    fix="SSLADMIN REFRESH",
    sources=("inferred from IBM's deck on multiple SSL servers, 2010 (SSLADMIN REFRESH)",),
)
def served_certificate_is_old(facts: Facts) -> Iterator[Finding]:
    stored = own_certificates(facts)
    known = {entry.certificate.sha256 for entry in stored if entry.certificate}
    for handshake in latest_served(facts):
        served = handshake.served[0]
        if served.sha256 not in known:
            for entry in successors(served, stored, handshake)[:1]:
                yield old(handshake, served, entry)


def successors(
    served: Certificate, stored: list[StoredCertificate], handshake: CapturedHandshake
) -> list[StoredCertificate]:
    """Certificates for the same subject that begin after the one served and before the handshake."""
    return [
        entry
        for entry in stored
        if entry.certificate is not None
        and entry.certificate.subject_der == served.subject_der
        and entry.not_before is not None
        and served.not_before is not None
        and served.not_before < entry.not_before < handshake.start
    ]


def old(handshake: CapturedHandshake, served: Certificate, entry: StoredCertificate) -> Finding:
    """The finding, with both certificates."""
    until = f", until {served.not_after:%Y-%m-%d}" if served.not_after else ""
    return finding(
        "TLS101",
        f"{spoken(handshake.server)} shows a certificate from {served.not_before:%Y-%m-%d}{until}, but the "
        f"key database has one from {entry.not_before:%Y-%m-%d} under {entry.label} for the same subject, "
        f"{served.subject}",
        (handshake.at(handshake.served_at), "the certificate that was shown"),
        (entry.place, f"the certificate under {entry.label}"),
        about=(entry.label, certificate_of(handshake.server)),
    )
