"""A job log has a return code of TLS.

## Why it matters

Each of these codes ends a handshake or the start of a server. The sign tells the interface: negative is the
SSL_ API, positive is GSKit; the same number means different things in the two.

## How it is decided

By return codes and CPDBC messages that no other check reports, in messages that are about TLS; several causes
are named where there are several.

## What to do

``ssldiag explain CODE`` for all causes; ``DSPMSGD RANGE(id)`` for IBM's text. Then check prerequisites, dates
and assignments first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check

BAD = "a certificate is damaged, not trusted, or has no private key"
EXPIRED = "a certificate has expired"
SELF = "a certificate is self-signed and not trusted"
MISSING = "TLS is not available: a prerequisite is missing, or it is not set up"
STORE = "the certificate store could not be opened: it is missing, or the profile may not read it"
PASSWORD = "the password of the certificate store has expired"
DATE = "a certificate is not valid yet, or any more"

CODES = {
    -4: BAD,
    404: BAD,
    -15: BAD,
    414: BAD,
    428: "the certificate has no private key",
    -6: "a certificate has a type that is not supported",
    405: "a certificate has a type that is not supported",
    -14: "the signature of a certificate is wrong",
    413: "the signature of a certificate is wrong",
    -18: SELF,
    417: SELF,
    -24: EXPIRED,
    107: EXPIRED,
    -25: DATE,
    401: DATE,
    -91: PASSWORD,
    6001: PASSWORD,
    -93: MISSING,
    -95: STORE,
    202: STORE,
    6003: "the profile of the job may not read the certificate store",
    6005: "there is no CA certificate to check the other side with",
    6011: "the other side did not answer in time",
}
MESSAGES = {
    "CPDBC84": BAD,
    "CPDBC86": "a certificate has a type that is not supported",
    "CPDBC92": SELF,
    "CPDBC98": EXPIRED,
    "CPDBCB2": "a certificate could not be verified",
    "CPDBCB5": STORE,
}


@check(
    "IBMI521",
    "tls-return-code",
    "warning",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC84", "CPDBC92", "CPDBC98"),
    caused_by=("IBMI306", "CERT101", "IBMI101", "IBMI102", "IBMI103", "IBMI307", "IBMI309", "IBMI310"),
    fix="ssldiag explain CODE; then check prerequisites, dates and assignments",
    sources=("i5/OS V5R4, Secure Sockets Layer, troubleshooting",),
    facts=(
        "IBMI-COD-SIGN",
        "IBMI-COD-MULTI",
    ),
)
def tls_return_code(facts: Facts) -> Iterator[Finding]:
    by_id = {ident: text for ident, text in MESSAGES.items() if ident}
    for item in seen(facts, frozenset(CODES), *by_id):
        words = CODES.get(int(item.what)) if item.what.lstrip("-").isdigit() else by_id.get(item.what)
        if item.message.id != "CPDBCB3":
            advice = f"ssldiag explain -- {item.what}; then check prerequisites, dates and assignments"
            yield reported("IBMI521", item, words or "TLS failed", fix=advice)
