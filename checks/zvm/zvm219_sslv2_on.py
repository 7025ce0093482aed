"""SSL 2.0 is switched on.

## Why it matters

SSL 2.0 must not be used (RFC 6176). It cannot live beside TLS 1.2 either: the server then drops it without
a word, and clients that were promised it fail.

## How it is decided

PROTOCOL with SSLV2 or +SSLV2, and no -SSLV2 after it.

## What to do

Remove SSLV2 from PROTOCOL and restart the server or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about, switched


@check(
    "ZVM219",
    "sslv2-on",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove SSLV2 from PROTOCOL",
    sources=(
        "http://enterprisesystemsmedia.com/article/increasing-the-strength-of-z-vm-secure-connectivity/2",
        "RFC 6176",
    ),
    facts=("PRM019",),
)
def sslv2_on(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        old = switched(pool.operands, "SSLV2")
        new = switched(pool.operands, "TLSV1_2")
        if old is None or not old[0]:
            continue
        beside = new is not None and new[0]
        yield finding(
            "ZVM219",
            f"PROTOCOL switches SSL 2.0 on for {pool.name}"
            + (", beside TLS 1.2, which drops it without a word" if beside else ""),
            (old[1], "SSL 2.0"),
            *([(new[1], "TLS 1.2")] if new is not None and beside else []),
            about=about(pool),
        )
