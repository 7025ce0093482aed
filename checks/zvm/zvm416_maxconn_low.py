"""OPTION MAXCONN of the SSL servers is below 1024.

## Why it matters

MAXCONN bounds the IUCV connections of a machine. The samples give the SSL servers 1024; CP's own default is
far lower. A busy server that runs out of connections refuses sessions. That this is the reason for the
number is concluded.

## How it is decided

The number after MAXCONN in the OPTION statements of the pool's PROFILE (or of the single server), or none.

## What to do

Write ``OPTION MAXCONN 1024`` in the PROFILE and bring the directory online.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding, number
from zvm._directory import following, known, names_of

ENOUGH = 1024
"""MAXCONN of the sample PROFILE (IBM deck of 2010)."""


@check(
    "ZVM416",
    "maxconn-low",
    "warning",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="OPTION MAXCONN 1024",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR016",),
)
def maxconn_low(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool", "single"):
        word = following(machine.words("OPTION"), "MAXCONN")
        value = number(word)
        if value is not None and value.value >= ENOUGH:
            continue
        said = f"has OPTION MAXCONN {word.value}" if word else "has no OPTION MAXCONN"
        yield finding(
            "ZVM416",
            f"{machine.entry_in_words} {said}; SSL servers get {ENOUGH} in IBM's samples",
            word or machine.statements_in,
            about=names_of(facts, machine),
        )
