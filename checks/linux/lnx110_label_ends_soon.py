"""The certificate that a product shows expires soon.

## Why it matters

After its last day every handshake with this product fails. A CA needs days, a change window weeks.

## How it is decided

By the last day of the certificate under the label that the configuration names (the default certificate
where it names none), within the days of ``--expiry-days``.

## What to do

Renew it under the same label and restart the product; for MQ, ``REFRESH SECURITY TYPE(SSL)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linux._uses import about, called, capital, database_name, with_certificate, written
from ssldiag.api import Facts, Finding, KeyUse, check, finding


@check(
    "LNX110",
    "label-ends-soon",
    "warning",
    "key database in use",
    needs=(KeyUse,),
    caused_by=("CERT102",),
    fix="renew the certificate under the same label in time",
    sources=("choice of this program",),
)
def label_ends_soon(facts: Facts) -> Iterator[Finding]:
    for item, certificate in with_certificate(facts):
        left = certificate.not_after - facts.now if certificate.not_after else None
        if left is not None and timedelta() <= left < timedelta(days=facts.settings.expiry_days):
            yield finding(
                "LNX110",
                capital(f"{item.who} shows {called(item)} from {database_name(item)}, which expires on ")
                + f"{certificate.not_after:%Y-%m-%d}, in {left.days} days",
                written(item),
                (certificate.place, "the certificate"),
                about=about(item),
            )
