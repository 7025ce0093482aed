"""PROTOCOL leaves TLS 1.2 off.

## Why it matters

TLS 1.2 is what clients of today ask for, and the only version that is on by default at level 7.4. A server
without it refuses them, or falls back to versions that audits forbid. With no version left no client can
connect at all.

## How it is decided

``-TLSV1_2`` in PROTOCOL, or a PROTOCOL whose versions stand without a sign and do not include TLSV1_2. That
versions without a sign stand in place of the default is not confirmed. Level 6.4 and later; 6.3 has a rule of
its own. Versions that nobody knows are another rule's.

## What to do

Name it in ``:parms.``, and restart the server or pool:

    PROTOCOL TLSV1_2
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, SslServerPool, check, finding, servers_in_use
from zvm._operands import VERSIONS, about, listed, switched


@check(
    "ZVM232",
    "tls12-left-off",
    "warning",
    "DTCPARMS",
    needs=(SslServerPool,),
    releases="640+",
    certainty="inferred",
    fix="code PROTOCOL TLSV1_2 in :parms.",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
)
def tls12_left_off(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        operands = pool.operands
        protocol = operands.get("PROTOCOL")
        named = operands.protocols
        if protocol is None or any(item.value[1] not in VERSIONS for item in named):
            continue
        said = switched(operands, "TLSV1_2")
        others = [item.value[1] for item in named if item.value[0] != "-" and item.value[1] != "TLSV1_2"]
        if said is not None and not said[0]:
            left = f", which leaves {listed(others)}" if others else " and names no other version"
            yield finding(
                "ZVM232",
                f"PROTOCOL of {pool.name} switches TLS 1.2 off{left}",
                (said[1], "switched off"),
                about=about(pool, "rc 412"),
            )
        elif said is None and others and operands.mode is None and unsigned(named):
            yield finding(
                "ZVM232",
                f"PROTOCOL of {pool.name} names {listed(others)} and not TLSV1_2",
                (protocol.name, "without TLSV1_2"),
                about=about(pool, "rc 412"),
            )


def unsigned(named: tuple[Located[tuple[str, str]], ...]) -> bool:
    """Whether versions stand in place of the default, and none is newer than TLS 1.2."""
    return all(not item.value[0] and item.value[1] != "TLSV1_3" for item in named)
