"""The other side did not answer in TLS.

## Why it matters

What came was no TLS record: the port is a plain one, the server wants STARTTLS or PROT P first, or it sent an
alert that was not understood.

## How it is decided

By -11 or 410, or CPDBC8B in a message that is about TLS, once for each job. A negative code is of the SSL_
API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Check port and protocol: 990 or AUTH for FTP, 992 for Telnet, 636 for LDAP. For FTP data connections: SECDATA
P.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI525",
    "no-tls-there",
    "error",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC8B",),
    caused_by=("IBMI509",),
    fix="check that the other side talks TLS on that port; for FTP use SECDATA P",
    sources=("https://ibm.com/support/pages/secure-ftp-data-connection-fails-open-tcp3d2c",),
    facts=("IBMI-COD-410",),
)
def no_tls_there(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-11, 410)), "CPDBC8B"):
        if item.message.id == "TCP3D2C":
            continue
        yield reported("IBMI525", item, "what came is no TLS: wrong port, plain data, or an alert")
