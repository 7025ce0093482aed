"""The System SSL trace is switched on by the :parms. tag.

## Why it matters

GSKTRACE writes the inner steps of System SSL to files of the server. That costs time in every handshake and
space in the file system.

## How it is decided

GSKTRACE with another mask than 0 in ``:parms.``.

## What to do

Remove the operand, or set it to 0, and restart the server or pool when the trace has served its purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM215",
    "gsktrace-left-on",
    "info",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove GSKTRACE from :parms.",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM015",),
)
def gsktrace_left_on(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        mask = pool.operands.gsktrace
        if mask is not None and mask.value.upper().removeprefix("0X").strip("0"):
            yield finding(
                "ZVM215",
                f"GSKTRACE {mask.value} traces every handshake of {pool.name}",
                mask,
                about=about(pool),
            )
