"""The :parms. tag begins with the word VMSSL.

## Why it matters

The class of an SSL server supplies the command VMSSL; ``:parms.`` holds its operands alone. Whether the
word in front of them does harm is not confirmed: some checklists word it as if it belonged there.

## How it is decided

VMSSL as the first word of ``:parms.``.

## What to do

Drop the word. DTCRUN1011I in the console log shows what the server was given.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM230",
    "vmssl-in-parms",
    "info",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    certainty="unconfirmed",
    fix="drop the word VMSSL from :parms.",
    sources=("wording of DISA STIG V-237920",),
    facts=("PRM030",),
)
def vmssl_in_parms(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        word = pool.operands.leading_vmssl
        if word is not None:
            yield finding(
                "ZVM230",
                f":parms. of {pool.name} begins with the command VMSSL; it takes operands alone",
                word,
                about=about(pool),
            )
