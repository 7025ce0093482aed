"""The storage of the SSL servers is too small, or reaches into the session-cache segment.

## Why it matters

Below 160M an SSL server can run out of storage. The default segment begins at 256M: a machine that may grow
beyond has storage where the segment wants to be, and cannot load it.

## How it is decided

Storage and maximum storage of the USER entry. The maximum is compared with the first page of the segment
that ``:DCSS_Parms.`` gives (256M with ``<DEFAULT>``); nothing is said on it where the stack's entry was not
collected.

## What to do

Write ``USER SSL LBYONLY 160M 256M G``, or give the segment a higher range of pages in ``:DCSS_Parms.``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, Stack, check, finding, stack_of
from zvm._directory import names_of

MEBIBYTE = 1024 * 1024

LEAST = 160 * MEBIBYTE
"""Default storage of the sample entry (IBM deck of 2010)."""

PAGE = 4096


@check(
    "ZVM418",
    "server-storage",
    "warning",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    messages=("DMSFRO159E",),
    fix="USER SSL LBYONLY 160M 256M G",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/PK87640.html"),
    facts=("DIR018",),
)
def server_storage(facts: Facts) -> Iterator[Finding]:
    for machine in facts.all(SslMachine):
        if machine.role == "agent":
            continue
        yield from too_small(facts, machine)
        stack = stack_of(facts, machine.server)
        if stack is not None:
            yield from too_large(facts, machine, stack)


def too_small(facts: Facts, machine: SslMachine) -> Iterator[Finding]:
    """Less default storage than in the sample."""
    storage = machine.user.entry.storage
    if storage is not None and storage.value < LEAST:
        yield finding(
            "ZVM418",
            f"{machine.name} has {storage.value // MEBIBYTE}M of storage; SSL servers want 160M",
            storage,
            about=names_of(facts, machine),
        )


def too_large(facts: Facts, machine: SslMachine, stack: Stack) -> Iterator[Finding]:
    """More maximum storage than there is below the segment."""
    entry = machine.user.entry
    largest = entry.max_storage
    begin = stack.dcss.begin_page if stack.dcss else None
    if largest is None or begin is None or stack.dcss is None or largest.value <= begin * PAGE:
        return
    yield finding(
        "ZVM418",
        f"{machine.name} may grow to {largest.value // MEBIBYTE}M, into the segment {stack.segment}"
        f" that begins at {begin * PAGE // MEBIBYTE}M",
        (largest, "maximum storage"),
        (stack.dcss.place, f"the segment begins at page {begin:X}"),
        about=(*names_of(facts, machine), stack.segment),
        fix=f"maximum storage of {begin * PAGE // MEBIBYTE}M, or a higher segment in :DCSS_Parms.",
    )
