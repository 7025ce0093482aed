"""CP refused a QUERY command, so its answer is missing here.

## Why it matters

CP QUERY NSS needs privilege class E. From a user without it CP answers HCPCQV003E, and nothing is learnt
about the segment.

## How it is decided

By HCPCQV003E in what was collected.

## What to do

Issue the command from a user id with class E (MAINT or TCPMAINT on most systems) and collect its output
again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import CpRefusal, Facts, Finding, Transcript, check, finding


@check(
    "ZVM703",
    "query-refused",
    "info",
    "CP QUERY",
    needs=(Transcript,),
    messages=("HCPCQV003E",),
    fix="issue CP QUERY NSS from a user id with privilege class E",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN003",),
)
def query_refused(facts: Facts) -> Iterator[Finding]:
    for refusal in facts.all(CpRefusal):
        yield finding("ZVM703", f"CP refused a query: {refusal.message_id} {refusal.text}", refusal.place)
