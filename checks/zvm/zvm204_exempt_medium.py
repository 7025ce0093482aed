"""EXEMPT MEDIUM takes more cipher suites away than it names.

## Why it matters

A strength set exempts every weaker set with it. MEDIUM removes the medium, low and null suites, all AES-128
suites among them, and clients without AES-256 are left with triple DES or with nothing.

## How it is decided

EXEMPT with the strength set MEDIUM. It may well be meant so: hence only a remark. HIGH, which removes
everything, is the matter of ZVM206; LOW is harmless.

## What to do

If only some suites were meant, list these instead:

    EXEMPT RC4_128_SHA RC4_128_MD5
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, ciphers, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM204",
    "exempt-medium",
    "info",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="list the suites by name if only some of them are meant",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM004",),
)
def exempt_medium(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        words = [w for w in pool.operands.exempt if ciphers.strength_set(w.value) == "Medium"]
        if words:
            yield finding(
                "ZVM204",
                f"EXEMPT MEDIUM of {pool.name} removes the low and null suites too, and with the medium ones "
                "all of AES-128",
                words[0],
                about=about(pool, "rc 402"),
            )
