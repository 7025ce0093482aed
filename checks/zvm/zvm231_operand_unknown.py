"""A word of the :parms. tag is no operand, or no value of one.

## Why it matters

VMSSL stops at an operand that it does not know, or that has no proper value, and the server does not start.

## How it is decided

Words of ``:parms.`` that are no operand of any documented level, in full or abbreviated, and no value of
one; operands without the value they need; numbers that are none; and values of PROTOCOL and MODE that are
none of the documented names. Newer levels may know more, so this is a warning.

## What to do

Correct the spelling, or remove the word. The VMSSL command in TCP/IP Planning and Customization lists the
operands of your level.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, check, finding, servers_in_use
from zvm._operands import about, listed, wrong_values


@check(
    "ZVM231",
    "operand-unknown",
    "warning",
    "DTCPARMS",
    needs=(SslServerPool,),
    releases="540+",
    certainty="inferred",
    fix="correct the operand in :parms.",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
)
def operand_unknown(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        words = pool.operands.unknown
        if words:
            yield finding(
                "ZVM231",
                f":parms. of {pool.name} has words that belong to no operand: "
                + listed(word.value for word in words),
                *words[:5],
                about=about(pool),
            )
        for item in pool.operands.unreadable:
            yield finding("ZVM231", f":parms. of {pool.name}: {item.reason}", item.place, about=about(pool))
        for wrong in wrong_values(pool.operands):
            yield finding("ZVM231", f":parms. of {pool.name}: {wrong.value}", wrong, about=about(pool))
