"""A server pool is configured, but the stack shows none of the service that pools need.

## Why it matters

On 5.4 and 6.1 pools came with PK97437, PK97438 and PK75662 (PTFs UK59535 and UK59536), which also want
VM64740 and PM06244. Without them the configuration for a pool is not understood and no SSL server comes
up.

## How it is decided

The stack's service list (DTCRUN1048I) shows the last APAR of each part. If the part TCPSSL still has its
base level while DTCPARMS or the directory defines a pool, the service is missing. That a part's base
level proves this is our reading of the list.

## What to do

Apply UK59535 (5.4) or UK59536 (6.1) with their requisites, after the configuration changes are in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, SslServerPool, Undecided, check, finding
from zvm._console import latest

BASE = re.compile(r"\bTCPSSL\s+ZVM\d{3}\b")
PART = re.compile(r"\bTCPSSL\b")


@check(
    "ZVM801",
    "pool-without-service",
    "warning",
    "service level",
    needs=(ConsoleRun, SslServerPool),
    releases="540,610",
    certainty="inferred",
    messages=("DTCRUN1048I",),
    fix="apply UK59535 (5.4) or UK59536 (6.1) with VM64740 and PM06244",
    sources=("http://www.vm.ibm.com/related/tcpip/tcsslspe.html",),
    facts=("SVC001",),
)
def pool_without_service(facts: Facts) -> Iterator[Finding]:
    pools = [pool for pool in facts.all(SslServerPool) if pool.is_pool]
    listed = [m for run in latest(facts, "stack") for m in run.messages("DTCRUN1048I") if PART.search(m.text)]
    if not listed:
        raise Undecided("no service list with the part TCPSSL was collected", "the console log of the stack")
    for message in listed:
        if pools and BASE.search(message.text):
            yield finding(
                "ZVM801",
                f"{pools[0].name} is a server pool, but the stack's part TCPSSL has no service on it",
                (message.place, "the service list"),
                (pools[0].place, "the pool"),
                about=tuple(pool.name for pool in pools),
            )
