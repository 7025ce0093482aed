"""The SSL servers have less than 160M of storage.

## Why it matters

Sessions, trace and key database lie in the storage of the machine. With less than the 160M of IBM's samples
an SSL server can run out of it (DMSFRO159E), and its connections are lost.

## How it is decided

The default storage of the USER entry of the pool or the single server. Maximum storage, which must stay
below the session-cache segment, has a rule of its own (ZVM116).

## What to do

Write ``USER SSL LBYONLY 160M 256M G``, bring the directory online, and restart the servers one after the
other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import names_of

MEBIBYTE = 1024 * 1024

LEAST = 160 * MEBIBYTE
"""Default storage of the sample entry (IBM deck of 2010)."""


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
        storage = machine.user.entry.storage
        if machine.role == "agent" or storage is None or storage.value >= LEAST:
            continue
        yield finding(
            "ZVM418",
            f"{machine.name} has {storage.value // MEBIBYTE}M of storage; IBM's samples give 160M",
            storage,
            about=names_of(facts, machine),
            fix=f"160M instead of {storage.value // MEBIBYTE}M in USER {machine.user.name}",
        )
