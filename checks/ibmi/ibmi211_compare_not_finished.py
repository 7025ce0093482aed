"""Management Central was restarted while Compare and Update was running.

## Why it matters

The endpoints that the task had not reached keep their old setting: most likely a part of them cannot be
reached any more.

## How it is decided

By the moments in settings forms: a system was started between the start and the end of a run, or a run has
failed.

## What to do

Wait until the task shows Completed for every system, run it again for those that it missed, then restart
them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import restarts
from ssldiag.api import CompareAndUpdate, Facts, Finding, McServer, check, finding


@check(
    "IBMI211",
    "compare-not-finished",
    "warning",
    "Management Central",
    needs=(
        CompareAndUpdate,
        McServer,
    ),
    certainty="inferred",
    fix="wait until Compare and Update has completed, then restart",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-CU-DONE",),
)
def compare_not_finished(facts: Facts) -> Iterator[Finding]:
    for run in facts.all(CompareAndUpdate):
        if run.status and "fail" in run.status.value.lower():
            yield finding("IBMI211", f"Compare and Update ended as {run.status}", (run.status, "its status"))
        if run.started is None or run.finished is None:
            continue
        for server in facts.all(McServer):
            for moment in restarts(facts, server.system):
                if run.started.value < moment.value < run.finished.value:
                    yield finding(
                        "IBMI211",
                        f"{server.system} was restarted at {moment.value:%Y-%m-%d %H:%M}, before Compare and "
                        f"Update had finished at {run.finished.value:%H:%M}",
                        (moment, "the restart"),
                        (run.finished, "the end of the task"),
                        about=(server.system,),
                    )
                    break
