"""A certificate was missing in a handshake.

## Why it matters

For a server: no certificate is assigned to its application. For a client: the other side asks for a client
certificate, and none is assigned to the client's application. The code is the same.

## How it is decided

By -2 or 403, or CPDBC82 in a message that is about TLS, once for each job. A negative code is of the SSL_
API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Server: assign a certificate (DCM: ``*SYSTEM``, Manage Applications, Update certificate assignment). Client:
ask whether the partner wants a certificate, and assign one to the client application.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI523",
    "no-certificate",
    "error",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC82",),
    caused_by=("IBMI313", "IBMI302", "IBMI301", "IBMI502"),
    fix="assign a certificate to the application of that job in DCM",
    sources=("https://www.ibm.com/support/knowledgecenter/en/ssw_ibm_i_71/rzaiw/rzaiwsslre.htm",),
    facts=("IBMI-COD-403",),
)
def no_certificate(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-2, 403)), "CPDBC82"):
        yield reported(
            "IBMI523", item, "server: no certificate is assigned; client: the other side wants one"
        )
