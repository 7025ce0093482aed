"""The certificate that a product shows has expired, or is not valid yet.

## Why it matters

Peers end the handshake. A GSKit server with an expired certificate fails when the first client connects
(401 GSK_ERROR_BAD_DATE), a client leaves it out without a word.

## How it is decided

By the first and last day of the certificate under the label that the configuration names, of the default
certificate where it names none.

## What to do

Renew it under the same label (``gskcapicmd -certreq -recreate``, then ``-cert -receive``) and restart
the product; for MQ, ``REFRESH SECURITY TYPE(SSL)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import about, called, capital, database_name, with_certificate, written
from ssldiag.api import Facts, Finding, KeyUse, Severity, check, finding


@check(
    "LNX109",
    "label-not-valid",
    "error",
    "key database in use",
    needs=(KeyUse,),
    caused_by=("CERT101", "CERT103"),
    fix="renew it under the same label, then restart the product (MQ: REFRESH SECURITY TYPE(SSL))",
    sources=("measured with GSKit 8.0.60.5",),
)
def label_not_valid(facts: Facts) -> Iterator[Finding]:
    for item, certificate in with_certificate(facts):
        fault = ""
        if certificate.not_after and certificate.not_after < facts.now:
            fault = f"expired on {certificate.not_after:%Y-%m-%d}"
        elif certificate.not_before and certificate.not_before > facts.now:
            fault = f"is not valid before {certificate.not_before:%Y-%m-%d}"
        if fault:
            yield finding(
                "LNX109",
                capital(f"{item.who} shows {called(item)} from {database_name(item)}, which {fault}"),
                written(item),
                (certificate.place, "the certificate"),
                about=about(item, f"{item.product} rc 401"),
                severity=None if item.needs_key else Severity.WARNING,
            )
