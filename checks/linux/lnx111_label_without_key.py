"""The certificate under the wanted label has no private key.

## Why it matters

A certificate that was added (as a signer) instead of received or imported cannot prove anything: GSKit
answers 7 GSK_CERTIFICATE_NOT_AVAILABLE or 403 GSK_ERROR_NO_CERTIFICATE. It happens when a signed answer
is added while its request lies in another database, or the .rdb was left behind in a move.

## How it is decided

By the kind of the record under the label that the configuration names, or of the default certificate
where it names none.

## What to do

Receive the answer into the database that holds its request (``gskcapicmd -cert -receive``), or import
certificate and key from PKCS#12 (``-cert -import``).
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import about, called, capital, database_name, with_certificate, written
from ssldiag.api import Facts, Finding, KeyUse, check, finding


@check(
    "LNX111",
    "label-without-key",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="receive the certificate where its request is, or import it with its key",
    sources=(
        "measured with GSKit 8.0.60.5",
        "https://www.ibm.com/docs/en/ibm-mq/9.2?topic=repository-digital-certificate-labels-understanding-requirements",
    ),
)
def label_without_key(facts: Facts) -> Iterator[Finding]:
    for item, certificate in with_certificate(facts):
        if item.needs_key and certificate.has_key is False:
            yield finding(
                "LNX111",
                capital(
                    f"{item.who} shows {called(item)} from {database_name(item)}, which has no key there"
                ),
                written(item),
                (certificate.place, "a signer: a certificate without its key"),
                about=about(item, f"{item.product} rc 403", f"{item.product} rc 7"),
            )
