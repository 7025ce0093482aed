"""The send failed on the central system: that is as it should be.

## Why it matters

The task that sends the package always shows a failure for the central system: it is the source, and has the
list already. There is nothing to mend.

## How it is decided

By the status of the send in a settings form.

## What to do

Nothing. Look at the status of the endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central
from ssldiag.api import Facts, Finding, PackageSend, check, finding


@check(
    "IBMI221",
    "send-failed-at-source",
    "info",
    "Management Central",
    needs=(PackageSend,),
    fix="nothing: look at the status of the endpoints instead",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-SEND-SRC-FAIL",),
)
def send_failed_at_source(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    for item in facts.all(PackageSend):
        source = item.source.value if item.source else middle.system if middle else ""
        status = item.status(source) if source else None
        if status and "fail" in status.value.lower():
            yield finding(
                "IBMI221",
                f"the send shows {status} for {source}, its source: that is always so, and no fault",
                (status, "the status"),
                about=(source,),
            )
