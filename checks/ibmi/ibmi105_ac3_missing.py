"""The encryption product AC3 is not installed on a release before V5R4.

## Why it matters

Up to V5R3 the code that encrypts is a licensed program of its own, 5722-AC3 (Cryptographic Access Provider).
Without it TLS is not available; programs probably get -93 (SSL_) or 2 (GSKit).

## How it is decided

By the release and the list of installed products. From V5R4 on the product is withdrawn and its function is
part of the system: its absence is never reported there, nor where the release is not known.

## What to do

Install 5722-AC3 of your release, or take it off the checklist when you upgrade to V5R4 or later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, ProductList, check

BUILT_IN = 540


@check(
    "IBMI105",
    "ac3-missing",
    "error",
    "installed products",
    needs=(ProductList,),
    releases="<540",
    fix="install 5722-AC3: GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-AC3-OLD", "IBMI-PRQ-AC3-NEW"),
)
def ac3_missing(facts: Facts) -> Iterator[Finding]:
    for lack in lacks(facts, "AC3", applies=lambda level: level is not None and level < BUILT_IN):
        yield told(
            "IBMI105",
            lack,
            "AC3",
            "",
            "Cryptographic Access Provider",
            "there is no encryption on this release",
        )
