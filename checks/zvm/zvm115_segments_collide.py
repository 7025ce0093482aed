"""Two stacks define the same segment, or overlapping page ranges.

## Why it matters

A session cache belongs to one stack. Two stacks that name the same segment fight over it: one agent fails,
or the servers of both read each other's sessions.

## How it is decided

The segments that ``:DCSS_Parms.`` of different stacks define are compared. The same name is an error; a
custom range that overlaps another custom range under a different name is a warning, since CP minds only
when one machine loads both. Stacks with ``<DEFAULT>`` have a segment each, named like the stack.

## What to do

Give each stack a name of its own and a page range that no other uses, for example the default range and the
one above it:

    :DCSS_Parms.TCPCACH2 10100-101FF
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssParms, Facts, Finding, Severity, Stack, check, finding


@check(
    "ZVM115",
    "segments-collide",
    "error",
    "DTCPARMS",
    needs=(Stack,),
    releases="540+",
    fix="choose another segment name and range for one of the two stacks",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC015",),
)
def segments_collide(facts: Facts) -> Iterator[Finding]:
    defined = [
        (stack, stack.dcss)
        for stack in facts.all(Stack)
        if stack.dcss and stack.dcss.kind in ("default", "custom")
    ]
    names: dict[str, Defined] = {}
    for stack, parms in defined:
        first = names.setdefault(stack.segment, (stack, parms))
        if first[0] is not stack:
            what = f"stacks {first[0].userid} and {stack.userid} both define the segment {stack.segment}"
            yield collision(what, first, (stack, parms), None)
    yield from overlaps([item for item in names.values() if item[1].kind == "custom"])


Defined = tuple[Stack, DcssParms]


def overlaps(defined: list[Defined]) -> Iterator[Finding]:
    """Custom ranges, each against the one below it that reaches highest."""
    ordered = sorted(defined, key=lambda item: item[1].begin_page or 0)
    highest: Defined | None = None
    for item in ordered:
        if highest is not None and (item[1].begin_page or 0) <= (highest[1].end_page or 0):
            one, other = highest, item
            what = f"{pages(one[1])} of {one[0].userid} and {pages(other[1])} of {other[0].userid}"
            yield collision(f"the segments of two stacks overlap: pages {what}", one, other, Severity.WARNING)
        if highest is None or (item[1].end_page or 0) > (highest[1].end_page or 0):
            highest = item


def collision(message: str, one: Defined, other: Defined, severity: Severity | None) -> Finding:
    """A finding about two stacks and their segments."""
    return finding(
        "ZVM115",
        message,
        *((parms.place, f"segment {stack.segment} of {stack.userid}") for stack, parms in (one, other)),
        about=tuple(name for stack, _ in (one, other) for name in (stack.userid, stack.segment)),
        severity=severity,
    )


def pages(parms: DcssParms) -> str:
    """A range as the tag writes it."""
    return f"{parms.begin_page or 0:X}-{parms.end_page or 0:X}"
