"""The value of a :DCSS_Parms. tag defines no segment.

## Why it matters

The agent makes the session cache from this value. From any other text than the three forms it can make no
segment, and the SSL servers are left without a cache.

## How it is decided

The value must be ``<NONE>`` or ``<DEFAULT>``, with the angle brackets, or ``name begin-end``: a segment
name of one to eight characters and two hexadecimal page numbers, the first not above the second, with no
blanks around the hyphen.

## What to do

Correct the tag in the entry of the stack or agent, then restart the stack:

    :DCSS_Parms.<DEFAULT>
    :DCSS_Parms.TCPCACHE 10000-100FF
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import (
    DcssParms,
    Facts,
    Finding,
    ServerDefinition,
    Severity,
    Stack,
    agents_in_use,
    check,
    finding,
)

BARE = re.compile(r"[<(]?(NONE|DEFAULT)[>)]?", re.IGNORECASE)
PAGES = re.compile(r"(\S+) ([^\s-]+)\s*-\s*([^\s-]+)")


@check(
    "ZVM114",
    "dcss-parms-invalid",
    "error",
    "DTCPARMS",
    needs=(ServerDefinition,),
    releases="540+",
    fix="use <DEFAULT>, <NONE> or name hex1-hex2",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC014",),
)
def dcss_parms_invalid(facts: Facts) -> Iterator[Finding]:
    owners = [(stack.userid, stack.dcss) for stack in facts.all(Stack)]
    owners += [(agent.userid, agent.dcss) for agent in agents_in_use(facts)]
    for name, parms in owners:
        if parms is None or parms.kind != "invalid":
            continue
        text = parms.tag.value.value.strip()
        meant = BARE.fullmatch(text)
        yield finding(
            "ZVM114",
            f":DCSS_Parms. of {name} defines no segment: {fault(parms)}",
            parms.place,
            about=(name,),
            severity=None if text else Severity.WARNING,
            fix=f"write :DCSS_Parms.<{meant[1].upper()}>" if meant else "",
        )


def fault(parms: DcssParms) -> str:
    """What is wrong with the value, in a few words."""
    text = parms.tag.value.value.strip()
    if not text:
        return "it is empty"
    if BARE.fullmatch(text):
        return f"{text} needs angle brackets around it"
    match = PAGES.fullmatch(text)
    if match is None:
        return f"{text} is neither <NONE>, <DEFAULT> nor name hex1-hex2"
    if len(match[1]) > 8:
        return f"the segment name {match[1]} has more than eight characters"
    bad = next((page for page in match.groups()[1:] if not re.fullmatch(r"[0-9A-Fa-f]{1,8}", page)), None)
    if bad:
        return f"{bad} is no hexadecimal page number"
    if int(match[2], 16) > int(match[3], 16):
        return f"page {match[2]} lies above page {match[3]}"
    return f"{text} has blanks around the hyphen"
