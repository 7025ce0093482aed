"""The stack started without support for secure connections, although SSL servers are meant for it.

## Why it matters

DTCRUN1038I says that the stack's DTCPARMS entry prepares no segment for SSL. It will not start SSL
servers, and every secure connection is refused.

## How it is decided

By DTCRUN1038I in the latest run of a stack that SSL servers name in ``:stack.``, or whose profile has
SSLSERVERID.

## What to do

Add ``:DCSS_Parms.<DEFAULT>`` to the stack's entry in SYSTEM DTCPARMS and restart the stack. If the entry
has it, look at DTCRUN1046I: the stack may have read another file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, Stack, check, finding, pools_of
from zvm._console import latest


@check(
    "ZVM732",
    "no-secure-connections",
    "error",
    "console of the stack",
    needs=(ConsoleRun, Stack),
    releases="540+",
    messages=("DTCRUN1038I",),
    caused_by=("ZVM112", "ZVM124", "ZVM114"),
    fix="add :DCSS_Parms.<DEFAULT> to the stack's DTCPARMS entry, then restart the stack",
    sources=("z/VM 6.3 workshop notes", "IBM deck on multiple SSL servers, 2010"),
    facts=("DTC012",),
)
def no_secure_connections(facts: Facts) -> Iterator[Finding]:
    stacks = facts.all(Stack)
    for run in latest(facts, "stack"):
        stack = next((item for item in stacks if item.userid == run.machine), None)
        stack = stack or (stacks[0] if len(stacks) == 1 else None)
        found = run.messages("DTCRUN1038I")
        if not found or stack is None:
            continue
        pools = pools_of(facts, stack)
        ids = stack.profile.ssl_server_ids if stack.profile else ()
        if pools or ids:
            where = [Evidence(found[0].place)]
            where += [Evidence(ids[0].place, "SSL servers are wanted here")] if ids else []
            where += [Evidence(pool.place, "an SSL server of this stack") for pool in pools[:1]]
            yield finding(
                "ZVM732",
                f"stack {stack.userid} started without support for secure connections",
                *where,
                about=(stack.userid, *(pool.name for pool in pools)),
            )
