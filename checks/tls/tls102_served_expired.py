"""A server showed an expired certificate on the wire.

## Why it matters

A peer that checks dates ends the handshake with the alert certificate_expired (45), or GSKit with
bad_certificate (42). One that does not check them goes on, so some clients work and others do not.

## How it is decided

The last handshake that a capture holds of a server shows a chain in which a certificate's last day (RFC 5280
4.1.2.5) lies before the time of the packet. If it is not the server's own certificate but one further up it
is a warning, since a client may know another way up. If the clock of the capturing machine is wrong, so is
the finding.

## What to do

Renew the certificate under the same label, have it signed, receive it, then ``SSLADMIN REFRESH``. For one
further up the chain: import the renewed certificate of that authority, and refresh too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import CapturedHandshake, Certificate, Facts, Finding, Severity, check, finding
from tls._captures import certificate_of, latest_served, own_certificates, spoken


@check(
    "TLS102",
    "served-certificate-expired",
    "error",
    "capture",
    needs=(CapturedHandshake,),
    caused_by=("CERT101", "TLS101"),
    fix="renew the certificate under the same label, then SSLADMIN REFRESH",
    sources=("RFC 5280 4.1.2.5 and 6.1.3", "measured with GSKit 8.0.60.5"),
)
def served_certificate_expired(facts: Facts) -> Iterator[Finding]:
    labels = {entry.certificate.sha256: entry.label for entry in own_certificates(facts) if entry.certificate}
    for handshake in latest_served(facts):
        for index, certificate in enumerate(handshake.served):
            if certificate.not_after is not None and certificate.not_after < handshake.start:
                yield expired(handshake, certificate, index, labels.get(certificate.sha256))


def expired(handshake: CapturedHandshake, certificate: Certificate, index: int, label: str | None) -> Finding:
    """The finding about one certificate of the chain."""
    which = "its certificate" if not index else "a certificate of its chain"
    under = f" (label {label})" if label else ""
    return finding(
        "TLS102",
        f"{spoken(handshake.server)} showed {which} {certificate.subject}{under} on "
        f"{handshake.start:%Y-%m-%d}, which expired on {certificate.not_after:%Y-%m-%d}",
        (handshake.at(handshake.served_at), "the certificate that was shown"),
        about=(*([label] if label else []), certificate_of(handshake.server)),
        severity=None if not index else Severity.WARNING,
    )
