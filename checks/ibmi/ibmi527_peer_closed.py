"""The other side closed the connection during the handshake.

## Why it matters

This system is most likely only the witness: the reason stands in the log of the other side, or in the alert
that it sent.

## How it is decided

By -22 or 420, or CPDBC96 in a message that is about TLS, once for each job. A negative code is of the SSL_
API, a positive one of GSKit; the causes are listed with the commonest first.

## What to do

Read the other side's log for the same minute, or capture the handshake and run ``ssldiag pcap`` on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import reported, seen
from ssldiag.api import Facts, Finding, JobMessage, check


@check(
    "IBMI527",
    "peer-closed",
    "warning",
    "job logs",
    needs=(JobMessage,),
    certainty="inferred",
    messages=("CPDBC96",),
    caused_by=("IBMI303", "IBMI306"),
    fix="read the other side's log, or capture the handshake (ssldiag pcap)",
    sources=("https://ibm.com/docs/ssw_ibm_i_72/rzab6/ssltrouble.htm",),
    facts=("IBMI-COD-420",),
)
def peer_closed(facts: Facts) -> Iterator[Finding]:
    for item in seen(facts, frozenset((-22, 420)), "CPDBC96"):
        yield reported("IBMI527", item, "the other side closed the connection; its log tells why")
