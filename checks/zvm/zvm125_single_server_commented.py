"""The profile starts a single SSL server that no DTCPARMS entry defines.

## Why it matters

Since the pool support of 2010 the shipped entry for SSLSERV is a comment in IBM DTCPARMS. A site that keeps
a single server has to bring it to life in SYSTEM DTCPARMS; otherwise SSLSERVERID names a machine without a
configuration, and it is not started.

## How it is decided

SSLSERVERID names a user ID, and no ``:nick.`` of the DTCPARMS files has it. SYSTEM and IBM
DTCPARMS, and any file that DTCRUN1046I names, must be among them: otherwise the entry may be elsewhere.

## What to do

Copy the commented entry to SYSTEM DTCPARMS and drop the comment marks:

    :nick.SSLSERV  :type.server
                   :class.ssl
                   :stack.TCPIP
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DtcparmsFile,
    Facts,
    Finding,
    ServerDefinition,
    StackProfile,
    Undecided,
    check,
    finding,
    missing_files,
)
from zvm._entries import commented, settled


@check(
    "ZVM125",
    "single-server-commented",
    "error",
    "DTCPARMS and PROFILE TCPIP",
    needs=(StackProfile, DtcparmsFile),
    releases="540+",
    fix="copy the commented SSLSERV entry to SYSTEM DTCPARMS and drop the comment marks",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DTC025",),
)
def single_server_commented(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    defined = {item.nick for item in facts.all(ServerDefinition)}
    for read in facts.all(StackProfile):
        if not read.single or read.operand is None or read.operand.value in defined:
            continue
        name = read.operand.value
        if pool_instead(facts, read, name):
            continue
        missing = missing_files(facts)
        if missing:
            yield Undecided(
                f"{name} has no entry in the DTCPARMS files collected, and {missing} is not among them",
                missing,
            )
            continue
        comments = list(commented(facts, name))
        yield finding(
            "ZVM125",
            f"SSLSERVERID names {name}, but DTCPARMS has "
            + ("only a comment" if comments else "no entry")
            + " for it",
            (read.operand, "the server to start"),
            *((place, "a comment, not an entry") for place in comments),
            about=(name, *([read.stack.userid] if read.stack else [])),
            fix="" if comments else f"add an entry :nick.{name} :type.server to SYSTEM DTCPARMS",
        )


def pool_instead(facts: Facts, read: StackProfile, name: str) -> bool:
    """Whether the stack has a pool and the directory no such user: SSLSERVERID is wrong, not DTCPARMS."""
    directory = facts.first(Directory)
    missing = directory is not None and directory.complete and not directory.exists(name)
    return missing and any(item.is_pool and item.pool is not None for item in read.servers)
