"""A server certificate is not meant for servers.

## Why it matters

Clients refuse a certificate whose extended key usage lacks serverAuth, or whose key usage allows neither
a digital signature nor key encipherment. GSKit itself does not check, so the fault shows at the client
only.

## How it is decided

By the extensions of certificates with a private key that an application names; without known
applications, of all of them. RFC 5280 4.2.1.3 and 4.2.1.12.

## What to do

Have the certificate issued with key usage digitalSignature, keyEncipherment and extended key usage
serverAuth.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import toned, used
from ssldiag.api import Facts, Finding, KeyDatabase, StoredCertificate, check, finding

SERVER = {"serverAuth", "server_auth", "anyExtendedKeyUsage", "any_extended_key_usage", "any"}
KEY = {
    "digitalSignature",
    "digital_signature",
    "keyEncipherment",
    "key_encipherment",
    "keyAgreement",
    "key_agreement",
}


@check(
    "CERT114",
    "wrong-usage",
    "warning",
    "key database",
    needs=(StoredCertificate,),
    fix="have the certificate issued for a TLS server (serverAuth)",
    sources=("RFC 5280 4.2.1.3", "RFC 5280 4.2.1.12"),
)
def wrong_usage(facts: Facts) -> Iterator[Finding]:
    for database in facts.all(KeyDatabase):
        for item in database.certificates if database.holds_keys else ():
            fault = usage_fault(item)
            if fault and item.has_key and used(facts, database, item.label):
                yield toned(
                    facts,
                    database,
                    finding(
                        "CERT114", f"the certificate {item.label} {fault}", item.place, about=(item.label,)
                    ),
                )


def usage_fault(item: StoredCertificate) -> str:
    """What its extensions deny a server, as the end of a sentence; empty if nothing."""
    certificate = item.certificate
    if certificate is None:
        return ""
    extended, usage = certificate.extended_key_usage, certificate.key_usage
    if extended is not None and not extended & SERVER:
        return f"is for {', '.join(sorted(extended)) or 'nothing'}, not for servers"
    if usage is not None and not usage & KEY:
        return f"may be used for {', '.join(sorted(usage)) or 'nothing'} only"
    return ""
