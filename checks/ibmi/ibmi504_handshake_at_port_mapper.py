"""Someone tries TLS on port 449, which never has it.

## Why it matters

The port mapper answers in clear, most likely always: a handshake there fails and says nothing about the
servers. Scanners and monitors do it.

## How it is decided

By SK entries of the audit journal: a failed handshake (type X) at local port 449.

## What to do

Nothing on the system; tell the scanner or monitor to leave out 449.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import AuditEvent, Facts, Finding, check, finding


@check(
    "IBMI504",
    "handshake-at-port-mapper",
    "info",
    "audit journal",
    needs=(AuditEvent,),
    certainty="inferred",
    fix="leave port 449 out of TLS probes",
    sources=("https://www.ibm.com/support/pages/tcpip-ports-required-ibm-i-access-and-related-functions",),
    facts=("IBMI-SRV-449-TLS",),
)
def handshake_at_port_mapper(facts: Facts) -> Iterator[Finding]:
    seen: set[str] = set()
    for item in facts.all(AuditEvent):
        if item.failed and item.local_port == 449 and item.remote_address not in seen:
            seen.add(item.remote_address)
            yield finding(
                "IBMI504",
                f"{item.remote_address or 'a client'} tried TLS on port 449{on(item.system)}, "
                "which is never secured",
                (item.type, "the failed handshake"),
                about=names(item.system),
            )
