"""An endpoint was not restarted after Compare and Update.

## Why it matters

Compare and Update only stores the new setting on an endpoint. Until Management Central is stopped and started
there, its active setting differs from the central system's, and most likely it cannot be reached.

## How it is decided

By the moments in settings forms: the endpoint was last started before the last Compare and Update had
finished.

## What to do

On the endpoint: ``ENDTCPSVR SERVER(*MGTC)``, ``STRTCPSVR SERVER(*MGTC)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import endpoints, restarts
from ssldiag.api import CompareAndUpdate, Facts, Finding, McServer, check, finding


@check(
    "IBMI213",
    "endpoint-not-restarted",
    "warning",
    "Management Central",
    needs=(
        CompareAndUpdate,
        McServer,
    ),
    certainty="inferred",
    fix="on the endpoint: ENDTCPSVR SERVER(*MGTC), then STRTCPSVR SERVER(*MGTC)",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-EP-RESTART",),
)
def endpoint_not_restarted(facts: Facts) -> Iterator[Finding]:
    finished = [item.finished for item in facts.all(CompareAndUpdate) if item.finished]
    if not finished:
        return
    last = max(finished, key=lambda item: item.value)
    for endpoint in endpoints(facts):
        moments = restarts(facts, endpoint.system)
        if moments and moments[-1].value < last.value:
            yield finding(
                "IBMI213",
                f"{endpoint.system} was last started at {moments[-1].value:%Y-%m-%d %H:%M}, before Compare "
                f"and Update had finished at {last.value:%Y-%m-%d %H:%M}",
                (moments[-1], "its last start"),
                (last, "the end of the task"),
                about=(endpoint.system,),
            )
