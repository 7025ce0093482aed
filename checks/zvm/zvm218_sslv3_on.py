"""SSL 3.0 is on.

## Why it matters

SSL 3.0 is broken (POODLE) and must not be used (RFC 7568). A client that can be made to fall back to it is
open to attack.

## How it is decided

PROTOCOL switches SSLV3 on; or nothing switches it off on 6.3, where it is on by default and naming other
versions does not change that. The same is believed of 5.4 and 6.2 once they know PROTOCOL, which shows when
``:parms.`` uses it. Under FIPS or MODE the standard decides which versions are spoken, so nothing is said
then.

## What to do

Add ``-SSLV3`` to PROTOCOL, and restart the server or pool:

    PROTOCOL +TLSV1_2 -SSLV3
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about, fips_mode, level, switched


@check(
    "ZVM218",
    "sslv3-on",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="add -SSLV3 to PROTOCOL",
    sources=(
        "http://enterprisesystemsmedia.com/article/increasing-the-strength-of-z-vm-secure-connectivity/2",
        "RFC 7568",
    ),
    facts=("PRM018",),
)
def sslv3_on(facts: Facts) -> Iterator[Finding]:
    at = level(facts)
    for pool in servers_in_use(facts):
        said = switched(pool.operands, "SSLV3")
        if fips_mode(pool) is not None or pool.operands.mode is not None:
            continue
        protocol = pool.operands.get("PROTOCOL")
        parms = pool.parms.name if pool.parms else pool.place
        if said is not None and said[0]:
            yield finding(
                "ZVM218", f"PROTOCOL switches SSL 3.0 on for {pool.name}", said[1], about=about(pool)
            )
        elif said is None and (at == 630 or (at in (540, 620) and protocol is not None)):
            yield finding(
                "ZVM218",
                f"{pool.name} speaks SSL 3.0: it is on by default at level {at}, and nothing switches it off",
                protocol.name if protocol else parms,
                about=about(pool),
            )
