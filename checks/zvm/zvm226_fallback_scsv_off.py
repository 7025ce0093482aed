"""Protection against downgrades is switched off.

## Why it matters

A client that retries with an older protocol version marks the retry with TLS_FALLBACK_SCSV (RFC 7507). A
server that knows a better version then refuses, so nobody in between can force the old one. With
TLSFALLBACKSCSV OFF it accepts.

## How it is decided

``TLSFALLBACKSCSV OFF`` in ``:parms.``. The operand is documented for 7.4; when it came is not confirmed.

## What to do

Remove the operand, since ON is the default, and restart the server or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM226",
    "fallback-scsv-off",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove TLSFALLBACKSCSV OFF",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax", "RFC 7507"),
    facts=("PRM026",),
)
def fallback_scsv_off(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        word = pool.operands.fallback_scsv
        if word is not None and word.value.upper() == "OFF":
            yield finding(
                "ZVM226",
                f"TLSFALLBACKSCSV OFF lets clients of {pool.name} be forced to an older protocol",
                word,
                about=about(pool),
            )
