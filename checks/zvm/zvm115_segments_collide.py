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
from itertools import combinations

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
    for (one, first), (other, second) in combinations(defined, 2):
        same = one.segment == other.segment
        if not same and not overlap(first, second):
            continue
        what = f"the segment {one.segment}" if same else f"the pages {pages(first)} and {pages(second)}"
        yield finding(
            "ZVM115",
            f"stacks {one.userid} and {other.userid} both define {what}"
            if same
            else f"the segments of stacks {one.userid} and {other.userid} overlap: {what}",
            (first.place, f"segment {one.segment} of {one.userid}"),
            (second.place, f"segment {other.segment} of {other.userid}"),
            about=(one.userid, other.userid, one.segment, other.segment),
            severity=None if same else Severity.WARNING,
        )


def overlap(first: DcssParms, second: DcssParms) -> bool:
    """Whether two custom ranges have a page in common."""
    if first.kind != "custom" or second.kind != "custom":
        return False
    begins = (first.begin_page or 0, second.begin_page or 0)
    ends = (first.end_page or 0, second.end_page or 0)
    return max(begins) <= min(ends)


def pages(parms: DcssParms) -> str:
    """A range as the tag writes it."""
    return f"{parms.begin_page or 0:X}-{parms.end_page or 0:X}"
