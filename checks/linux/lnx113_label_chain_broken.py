"""The chain of the certificate that a product shows is not whole in its key database.

## Why it matters

GSKit builds the chain from its own database alone and wants a trusted root at its end. A server whose
chain breaks fails with 8 GSK_ERROR_CERT_VALIDATION when the first client connects.

## How it is decided

By the issuers of the certificate in the database: one that is missing, not trusted, no CA, or of another
key. It is a warning where it was not measured what follows, or the product only uses it as a client.

## What to do

Add the missing CA certificates, root first: ``gskcapicmd -cert -add -db FILE -stashed -label NAME -file
CA.pem -trust enable``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import about, capital, troubles, written
from ssldiag.api import Facts, Finding, KeyUse, KeyWord, Severity, check, finding

BROKEN = (
    KeyWord.ISSUER_MISSING,
    KeyWord.ISSUER_UNTRUSTED,
    KeyWord.ISSUER_WRONG_KEY,
    KeyWord.ISSUER_NOT_A_CA,
    KeyWord.CHAIN_ENDLESS,
)


@check(
    "LNX113",
    "label-chain-broken",
    "error",
    "key database in use",
    needs=(KeyUse,),
    caused_by=("CERT104",),
    fix="add the CA certificates, root first (gskcapicmd -cert -add)",
    sources=("measured with GSKit 8.0.60.5",),
)
def label_chain_broken(facts: Facts) -> Iterator[Finding]:
    for item, each in troubles(facts, *BROKEN):
        sure = each.trouble.certain and item.needs_key
        yield finding(
            "LNX113",
            capital(f"{item.who} shows a certificate without a whole chain: {each.trouble.what}"),
            written(item),
            (each.place, "the certificate"),
            about=about(item, f"{item.product} rc 8"),
            severity=None if sure else Severity.WARNING,
        )
