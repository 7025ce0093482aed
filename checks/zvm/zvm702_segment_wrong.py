"""The session-cache segment is not the saved, restricted segment that DTCPARMS asks for.

## Why it matters

The agent defines and saves the segment. A skeleton (class S) was defined and never saved, so nobody can
use it; a segment that is not restricted (class R) or lies in other pages than DTCPARMS says is not the
one that the SSL servers expect.

## How it is decided

Class and page range in the CP QUERY NSS MAP response are compared with ``:DCSS_Parms.`` (pages
10000-100FF under ``<DEFAULT>``).

## What to do

Look at the agent's console. Stop the SSL servers and the agent, PURGE NSS NAME <segment> the stale
segment from a class E user, and start the agent again, then the servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssSegment, Evidence, Facts, Finding, NssMap, Stack, Undecided, check, finding


@check(
    "ZVM702",
    "segment-not-as-configured",
    "error",
    "CP QUERY NSS",
    needs=(DcssSegment,),
    releases="540+",
    messages=("DTCSSL2421E",),
    caused_by=("ZVM408", "ZVM407", "ZVM115", "ZVM114"),
    fix="stop agent and servers, CP PURGE NSS NAME <segment>, start the agent, then the servers",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN002",),
)
def segment_not_as_configured(facts: Facts) -> Iterator[Finding]:
    looked = False
    for stack in facts.all(Stack):
        for segment in facts.all(DcssSegment):
            if segment.name == stack.segment and segment.map is not None:
                looked = True
                yield from judge(stack, segment.map)
    if not looked:
        raise Undecided(
            "no CP QUERY NSS MAP response is about the segment of a known stack",
            "output of CP QUERY NSS NAME <stack> MAP",
        )


def judge(stack: Stack, row: NssMap) -> Iterator[Finding]:
    """One row against the stack's ``:DCSS_Parms.``."""
    wrong = []
    if row.storage_class == "S":
        wrong.append("it is a skeleton that was never saved (class S)")
    elif row.storage_class and row.storage_class != "R":
        wrong.append(f"its class is {row.storage_class}, not R")
    dcss = stack.dcss
    pages = (row.begin_page, row.end_page)
    wanted = (dcss.begin_page, dcss.end_page) if dcss and dcss.kind != "invalid" else (None, None)
    if None not in pages and None not in wanted and pages != wanted:
        wrong.append(f"its pages are {span(pages)}, where DTCPARMS asks for {span(wanted)}")
    if not wrong:
        return
    where = [Evidence(row.name.place, "the segment")]
    where += [Evidence(dcss.place, "what DTCPARMS asks for")] if dcss else []
    yield finding(
        "ZVM702",
        f"segment {row.name.value} of stack {stack.userid} is not the session cache: {'; '.join(wrong)}",
        *where,
        about=(stack.userid, row.name.value),
    )


def span(pages: tuple[int | None, int | None]) -> str:
    """A page range as CP writes it."""
    return "-".join(f"{page:05X}" for page in pages if page is not None)
