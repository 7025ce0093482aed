"""Clients offer only cipher suites that EXEMPT takes out.

## Why it matters

The server then has nothing in common with such a client and refuses it, most often with the alert
handshake_failure (40), whatever else is right.

## How it is decided

A handshake in a capture failed before the server chose anything. Of the suites that the client offered, those
that z/VM knows are all taken out by EXEMPT, and at least one would be there without it. Which SSL server a
client meant a capture does not tell: all of those in use have to leave nothing. That the strength sets of
newer suites are as listed is not confirmed.

## What to do

Let the client offer a suite that is left, or exempt less: ``EXEMPT LOW`` is enough against weak suites.
``ssldiag pcap`` lists what the client offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.api import (
    CapturedHandshake,
    Facts,
    Finding,
    ServerInUse,
    SslServerPool,
    check,
    ciphers,
    finding,
    servers_in_use,
)
from tls._captures import spoken, suites_of

NAMED = 4
"""Suites named in the message: most such clients offer no more."""

CAUSES = ("no_common_cipher", "handshake_refused", "peer_closed", "reset")
"""Causes that nothing in common can hide behind."""


@check(
    "TLS103",
    "only-exempted-ciphers-offered",
    "warning",
    "capture and DTCPARMS",
    needs=(CapturedHandshake, ServerInUse),
    certainty="inferred",
    fix="let the client offer a suite that EXEMPT leaves, or exempt less",
    sources=("inferred from the strength sets in IBM's deck on multiple SSL servers, 2010",),
)
def only_exempted_ciphers_offered(facts: Facts) -> Iterator[Finding]:
    pools = servers_in_use(facts)
    if not all(pool.operands.exempt for pool in pools):
        return
    gone = [ciphers.exempted(word.value for word in pool.operands.exempt) for pool in pools]
    told: set[tuple[str, tuple[int, ...]]] = set()
    for handshake in facts.all(CapturedHandshake):
        key = spoken(handshake.server), handshake.offered
        if key not in told and refused(handshake) and all(only(handshake, exempted) for exempted in gone):
            told.add(key)
            yield nothing_left(handshake, pools)


def refused(handshake: CapturedHandshake) -> bool:
    """Whether the server may have refused the client for its suites."""
    return (
        handshake.outcome == "failed"
        and handshake.by == "server"
        and handshake.chosen is None
        and handshake.cause in CAUSES
    )


def only(handshake: CapturedHandshake, exempted: frozenset[int]) -> bool:
    """Whether the client offers suites that z/VM knows, and all of them are exempted."""
    known = {code for code in handshake.offered if ciphers.by_code(code) is not None}
    return bool(known) and known <= exempted


def nothing_left(handshake: CapturedHandshake, pools: Sequence[SslServerPool]) -> Finding:
    """The finding, with the EXEMPT of each server."""
    found = [cipher for code in handshake.offered if (cipher := ciphers.by_code(code))]
    names = ", ".join(cipher.name for cipher in found[:NAMED])
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return finding(
        "TLS103",
        f"the client {handshake.client.ip} offers {spoken(handshake.server)} only cipher suites that EXEMPT "
        f"takes out: {names}{more}",
        (handshake.place, "the client's offer"),
        *((pool.operands.exempt[0], f"EXEMPT of {pool.name}") for pool in pools),
        about=(suites_of(handshake.server), *(pool.name for pool in pools)),
    )
