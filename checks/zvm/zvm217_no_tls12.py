"""TLS 1.2 is not enabled.

## Why it matters

On z/VM 6.3 an SSL server speaks SSL 3.0 and TLS 1.0 unless PROTOCOL says more. Clients that insist on TLS
1.2, as most do today, cannot connect.

## How it is decided

Level 6.3 and no PROTOCOL operand that switches TLSV1_2 on. That the version is off without it is read from
the context of an article on 6.3; the defaults of 6.4 to 7.3 are not confirmed, so nothing is said there.
MODE may switch versions by itself and is left alone.

## What to do

Add to ``:parms.``, and restart the server or pool:

    PROTOCOL +TLSV1_2 -SSLV3
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about, switched


@check(
    "ZVM217",
    "no-tls12",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="630",
    certainty="inferred",
    fix="add PROTOCOL +TLSV1_2 to :parms.",
    sources=(
        "http://enterprisesystemsmedia.com/article/increasing-the-strength-of-z-vm-secure-connectivity/2",
    ),
    facts=("PRM017",),
)
def no_tls12(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        said = switched(pool.operands, "TLSV1_2")
        if pool.operands.mode is not None or (said is not None and said[0]):
            continue
        protocol = pool.operands.get("PROTOCOL")
        parms = pool.parms.name if pool.parms else pool.place
        where = (said[1], "switched off") if said else protocol.name if protocol else parms
        yield finding(
            "ZVM217",
            f"{pool.name} does not speak TLS 1.2: level 630 needs PROTOCOL TLSV1_2 for it",
            where,
            about=about(pool),
        )
