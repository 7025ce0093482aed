"""The certificate of a server was refused: its CA is not trusted.

## Why it matters

The program is the client here: the CA that issued the server's certificate is missing in ``*SYSTEM``, or not
enabled.

## How it is decided

By -23 or 6000 or 23, or CPDBC97 in a message that is about TLS, once for each job. A negative code is of the
SSL_ API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Get the CA certificate of that server. DCM: ``*SYSTEM``, Manage Certificates, Import, CA certificate; enable
it; if the client application has a CA trust list, add it there (Manage Applications, Define CA trust list).
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI510",
    "ca-not-trusted",
    "error",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC97",),
    caused_by=("IBMI304", "IBMI305"),
    fix="import the server's CA into *SYSTEM and enable it; add it to the application's CA trust list",
    sources=("https://www.itechsol.com/what-does-secure-connection-error-return-code-23-mean/",),
    facts=("IBMI-SRV-FTP-CA",),
)
def ca_not_trusted(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-23, 6000, 23)), "CPDBC97"):
        yield reported(
            "IBMI510", item, "the CA of the other side's certificate is missing in *SYSTEM, or not enabled"
        )
