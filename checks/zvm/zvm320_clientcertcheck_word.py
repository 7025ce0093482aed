"""CLIENTCERTCHECK has an operand that this level does not know.

## Why it matters

An unknown operand is rejected, and clients are not asked for certificates although the file looks as if they
were. The words changed: older text says FULL, z/VM 7.2 says NONE, PREFERRED and REQUIRED.

## How it is decided

The operand in INTERNALCLIENTPARMS, on PORT, in SRVRFTP CONFIG and SMTP CONFIG: none of the four words at any
level, or FULL from 7.2 on. Which level changed the words is not established, so 7.1 may have either.

## What to do

Use ``REQUIRED`` to end handshakes without a valid certificate, ``PREFERRED`` to log and go on, ``NONE`` not
to ask. The book of your level has the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Release, StackProfile, check, finding
from zvm._client_certificates import requests

WORDS = ("NONE", "PREFERRED", "REQUIRED")
"""Operands of z/VM 7.2 (INTERNALCLIENTPARMS statement)."""

OLDER = "FULL"
"""The word of older text, for REQUIRED."""


@check(
    "ZVM320",
    "clientcertcheck-word",
    "warning",
    "PROFILE TCPIP, SRVRFTP CONFIG, SMTP CONFIG",
    needs=(StackProfile,),
    releases="710+",
    fix="CLIENTCERTCHECK NONE, PREFERRED or REQUIRED",
    sources=("https://www.ibm.com/docs/en/zvm/7.2?topic=server-internalclientparms-statement",),
    facts=("PRF020",),
)
def clientcertcheck_word(facts: Facts) -> Iterator[Finding]:
    release = facts.first(Release)
    known = (*WORDS, OLDER) if release is None or int(release.level) < 720 else WORDS
    for request in requests(facts):
        if request.value in known:
            continue
        hint = " (an older word, for REQUIRED)" if request.value == OLDER else ""
        yield finding(
            "ZVM320",
            f"CLIENTCERTCHECK {request.value} for {request.where}{hint} is none of {', '.join(WORDS)}",
            request.word,
            about=(request.where,),
        )
