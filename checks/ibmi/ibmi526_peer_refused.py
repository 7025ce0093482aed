"""The other side refused this system's certificate.

## Why it matters

The commonest cause at the first attempt: the client does not have the CA of the server's certificate.
Others: the certificate is not for that name, or has expired.

## How it is decided

By -16 or 415 in a message that is about TLS, once for each job. A negative code is of the SSL_ API, a
positive one of GSKit; the causes are listed with the commonest first.

## What to do

Install the CA on the client (PC: key file; Java: trust store; another IBM i: ``*SYSTEM``), then look at
dates and names of the certificate.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI526",
    "peer-refused",
    "error",
    "job logs",
    needs=(JobMessage,),
    caused_by=("IBMI303", "IBMI305", "IBMI306", "IBMI308", "IBMI309"),
    fix="install the CA of this system's certificate on the other side",
    sources=("https://www.ibm.com/support/knowledgecenter/en/ssw_ibm_i_71/rzaiw/rzaiwsslre.htm",),
    facts=("IBMI-COD-415",),
)
def peer_refused(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-16, 415))):
        if item.message.id == "TCP3D2C":
            continue
        yield reported(
            "IBMI526",
            item,
            "the other side did not accept this system's certificate, most often for want of its CA",
        )
