"""Two sides have no cipher or version in common.

## Why it matters

The handshake ended before any certificate was looked at: the lists of versions and ciphers of both sides do
not meet.

## How it is decided

By -1 or 402, or CPDBC81 in a message that is about TLS, once for each job. A negative code is of the SSL_
API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Compare QSSLPCL and QSSLCSL with what the partner offers (its documentation, or a trace); describe the
partner in a settings form and let IBMI406, IBMI408 and IBMI410 compare. Add a cipher or version, apply PTFs,
or upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI522",
    "no-common-cipher",
    "error",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC81",),
    caused_by=("IBMI410", "IBMI409", "IBMI408", "IBMI406", "IBMI109"),
    fix="compare QSSLPCL and QSSLCSL with the partner's lists, and add what both have",
    sources=("https://www.fieldexit.com/forum/display?threadid=388",),
    facts=("IBMI-COD-402",),
)
def no_common_cipher(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-1, 402)), "CPDBC81"):
        yield reported("IBMI522", item, "no version or cipher in common with the other side")
