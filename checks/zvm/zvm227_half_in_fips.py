"""FIPS mode is set up only in part.

## Why it matters

The DISA STIG for z/VM (V-237920) wants every SSL server in FIPS mode, with TLS 1.2. A site that meant to
comply and left a server or the protocol out does not.

## How it is decided

Whether a site is under the STIG stands in no file. So this rule speaks only where a server runs with FIPS
or MODE FIPS-140-2: then it names SSL servers beside it that do not, and servers in FIPS mode whose PROTOCOL
leaves TLSV1_2 out (on 6.3 also those without PROTOCOL). Elsewhere it is skipped.

## What to do

Give every SSL server the same operands:

    :parms.KEYFILE /etc/gskadm/Fips.kdb MODE FIPS-140-2 PROTOCOL TLSV1_2
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, SslServerPool, Undecided, check, finding, servers_in_use
from zvm._operands import about, fips_mode, level, switched


@check(
    "ZVM227",
    "half-in-fips",
    "info",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="use MODE FIPS-140-2 and PROTOCOL TLSV1_2 for every SSL server",
    sources=("DISA STIG V-237920",),
    facts=("PRM027",),
)
def half_in_fips(facts: Facts) -> Iterator[Finding]:
    servers = servers_in_use(facts)
    inside = [(pool, mode) for pool in servers if (mode := fips_mode(pool))]
    if not inside:
        raise Undecided(
            "no server runs in FIPS mode, and no file tells whether this site is under the STIG",
            "nothing: your own rules say (see DISA STIG V-237920)",
        )
    for pool in servers:
        if fips_mode(pool) is None:
            yield finding(
                "ZVM227",
                f"{pool.name} does not run in FIPS mode, while {inside[0][0].name} does",
                (pool.parms.name if pool.parms else pool.place, "no FIPS mode here"),
                (inside[0][1], f"the mode of {inside[0][0].name}"),
                about=about(pool),
            )
        elif lacks_tls12(pool, level(facts)):
            protocol = pool.operands.get("PROTOCOL")
            yield finding(
                "ZVM227",
                f"{pool.name} runs in FIPS mode, but PROTOCOL does not name TLSV1_2",
                protocol.name if protocol else pool.parms.name if pool.parms else pool.place,
                about=about(pool),
            )


def lacks_tls12(pool: SslServerPool, level: int | None) -> bool:
    """Whether a server is known not to be told to speak TLS 1.2."""
    said = switched(pool.operands, "TLSV1_2")
    if said is not None:
        return not said[0]
    return pool.operands.get("PROTOCOL") is not None or level == 630
