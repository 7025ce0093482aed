"""INTERNALCLIENTPARMS is longer than 500 characters.

## Why it matters

The statement holds at most 500 characters. What stands beyond them, often TLSLABEL or SECURECONNECTION at its
end, is lost, and Telnet runs with other settings than the file shows.

## How it is decided

The characters between INTERNALCLIENTPARMS and ENDINTERNALCLIENTPARMS, comments left out. The limit is that of
z/VM 7.2; elsewhere it is believed to be the same, so it is a warning there.

## What to do

Shorten the block: one blank between words, no repeated options.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Release, Severity, StackProfile, check, finding

LONGEST = 500
"""Characters that the statement holds (z/VM 7.2, INTERNALCLIENTPARMS statement)."""


@check(
    "ZVM317",
    "internalclientparms-too-long",
    "error",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    fix="shorten the block to 500 characters",
    sources=("https://www.ibm.com/docs/en/zvm/7.2?topic=server-internalclientparms-statement",),
    facts=("PRF017",),
)
def internalclientparms_too_long(facts: Facts) -> Iterator[Finding]:
    release = facts.first(Release)
    certain = release is not None and release.level == "720"
    where = "" if certain else " (by the book of z/VM 7.2)"
    for found in facts.all(StackProfile):
        for block in found.profile.internal_clients:
            if block.length > LONGEST and block.closed:
                yield finding(
                    "ZVM317",
                    f"INTERNALCLIENTPARMS holds {block.length} characters; it takes {LONGEST} at most{where}",
                    block.place,
                    about=found.names,
                    severity=None if certain else Severity.WARNING,
                )
