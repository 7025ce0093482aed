"""The session-cache segment lies inside the storage of a machine that loads it.

## Why it matters

A segment must lie above the storage of the machines that load it. The default one begins at page 10000, at
256 megabytes, just above an SSL server as shipped. A larger machine reaches into it; whether CP then
refuses to load the segment is not documented, so take this as a warning.

## How it is decided

The first page of the stack's ``:DCSS_Parms.``, times four kilobytes, is compared with the maximum storage
in the directory entries of the SSL servers and the agent.

## What to do

Lower the maximum storage in the USER statement, or move the segment up:

    USER SSL LBYONLY 160M 256M G
    :DCSS_Parms.TCPCACHE 20000-200FF
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DirectoryPool,
    Facts,
    Finding,
    SslMachine,
    Stack,
    check,
    finding,
    stack_of,
)

PAGE = 4096
MEGABYTE = 1024 * 1024


@check(
    "ZVM116",
    "segment-in-storage",
    "warning",
    "DTCPARMS and USER DIRECT",
    needs=(Stack, SslMachine),
    certainty="inferred",
    releases="540+",
    fix="lower the maximum storage of the machine, or move the segment above it",
    sources=("inferred: the default pages 10000-100FF begin where a 256M machine ends",),
    facts=("DTC016",),
)
def segment_in_storage(facts: Facts) -> Iterator[Finding]:
    for machine in facts.all(SslMachine):
        stack = stack_of(facts, machine.server)
        limit = machine.user.entry.max_storage
        parms = stack.dcss if stack else None
        if stack is None or parms is None or parms.begin_page is None or limit is None:
            continue
        begin = parms.begin_page * PAGE
        if limit.value <= begin:
            continue
        size = f"{limit.value // MEGABYTE}M"
        room = f"{begin // MEGABYTE}M"
        many = isinstance(machine.directory, DirectoryPool)
        who = f"each member of {machine.name}" if many else machine.name
        yield finding(
            "ZVM116",
            f"{who} can have {size} of storage, but the segment {stack.segment} begins at {room} "
            f"(page {parms.begin_page:X})",
            (limit, "maximum storage"),
            (parms.place, "the segment"),
            about=(machine.name, stack.userid, stack.segment),
            fix=f"set the maximum storage of USER {machine.user.name} to {room}, or move the segment up",
        )
