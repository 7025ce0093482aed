"""A connection broke off during TLS.

## Why it matters

TLS reports an error of the socket below it. What happened is told by errno, in the same message or next to
it.

## How it is decided

By -10 or 406, or CPDBC8A in a message that is about TLS, once for each job. A negative code is of the SSL_
API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Look at errno (``DSPMSGD CPE3nnn``): 3426 is a reset, 3447 a time-out. Check the network, firewalls and
whether the other side ended.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI524",
    "io-error",
    "error",
    "job logs",
    needs=(JobMessage,),
    messages=("CPDBC8A",),
    fix="look at errno beside the message, then at the network and the other side",
    sources=("https://www.fieldexit.com/forum/display?threadid=388",),
    facts=("IBMI-COD-406",),
)
def io_error(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-10, 406)), "CPDBC8A"):
        yield reported("IBMI524", item, "an error of the connection below TLS; errno tells which")
