"""The SSL servers have no IUCV ALLOW.

## Why it matters

The stack and its SSL servers talk through IUCV. Without ``IUCV ALLOW`` others cannot connect to the
machine, so the server may come up and never become active. The samples have the statement; its reason is
concluded.

## How it is decided

No IUCV statement of the pool's PROFILE (or of the single server) has ALLOW.

## What to do

Add ``IUCV ALLOW`` to the PROFILE and bring the directory online.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import known, names_of


@check(
    "ZVM415",
    "no-iucv-allow",
    "warning",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="IUCV ALLOW",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR015",),
)
def no_iucv_allow(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool", "single"):
        if not any(word.value == "ALLOW" for word in machine.words("IUCV")):
            yield finding(
                "ZVM415",
                f"{machine.entry_in_words} has no IUCV ALLOW, which the stack may need to reach it",
                machine.statements_in,
                about=names_of(facts, machine),
            )
