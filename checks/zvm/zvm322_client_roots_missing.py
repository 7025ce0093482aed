"""Client certificates are required, but the key database holds no CA certificate.

## Why it matters

With CLIENTCERTCHECK REQUIRED the SSL server refuses every client whose certificate does not lead to a CA that
its key database trusts. Without any CA in there, that is every client.

## How it is decided

CLIENTCERTCHECK REQUIRED (or FULL, the older word) is in effect for something, and the key database of that
stack's SSL servers was read and has no trusted CA certificate. Whether the CA that is there is the one of
your clients cannot be told. A gskkyman listing is not enough.

## What to do

Import the CA certificates of the clients: gskkyman option 7, then ``SSLADMIN REFRESH``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    KeyDatabase,
    StackProfile,
    StoredCertificate,
    Undecided,
    check,
    databases_of,
    finding,
    pools_of,
)
from zvm._client_certificates import CertificateRequest, requests
from zvm._entries import settled


@check(
    "ZVM322",
    "client-roots-missing",
    "warning",
    "PROFILE TCPIP and key database",
    needs=(StackProfile,),
    releases="710+",
    fix="import the CA certificates of the clients with gskkyman, then SSLADMIN REFRESH",
    sources=("https://www.ibm.com/docs/en/zvm/7.2?topic=server-internalclientparms-statement",),
    facts=("PRF022",),
)
def client_roots_missing(facts: Facts) -> Iterator[Finding]:
    asked = [item for item in requests(facts) if item.value in ("REQUIRED", "FULL")]
    yield from settled(verdict for item in asked if (verdict := judge(facts, item)) is not None)


def judge(facts: Facts, request: CertificateRequest) -> Finding | Undecided | None:
    """A finding, a doubt, or None where a CA is there."""
    pools = pools_of(facts, request.stack) if request.stack else ()
    databases = [item for pool in pools for item in databases_of(facts, pool)]
    if any(may_be_ca(item) for database in databases for item in database.certificates):
        return None
    read = [item for item in databases if item.store is not None and item.complete]
    if not read:
        return Undecided(
            "the key database of the SSL servers was not collected, or not read to its end",
            "the key database that KEYFILE names",
        )
    return without_ca(request, read[0], tuple(pool.name for pool in pools))


def may_be_ca(item: StoredCertificate) -> bool:
    """Whether a certificate can vouch for others: a CA, or one without private key that may be one."""
    says = item.certificate.is_ca if item.certificate else None
    return item.trusted is not False and (says is True or (says is None and item.has_key is False))


def without_ca(request: CertificateRequest, database: KeyDatabase, pools: tuple[str, ...]) -> Finding:
    """The finding."""
    return finding(
        "ZVM322",
        f"{request.where} requires client certificates, but {database.name} holds no trusted CA certificate",
        (request.word, "asks for client certificates"),
        (database.place, "no CA certificate in it"),
        about=(request.where, *pools),
    )
