"""A disk or directory that a server wants was not there when it started.

## Why it matters

Without its disks a server finds neither code nor configuration. For a pool server a file mode that is not
accessed often means that it was not enrolled in the file pool, or has no alias to the pool's PROFILE
EXEC.

## How it is decided

By DMSACP113S or DMSOPN069E in the latest run of a machine.

## What to do

Correct LINK statements in the directory, or for a pool run ``SSLPOOL ENROLL <filepool> <owner> <prefix>
<stack> <count>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import concerned, latest

IDS = ("DMSACP113S", "DMSOPN069E")


@check(
    "ZVM735",
    "disk-missing",
    "warning",
    "console log",
    needs=(ConsoleRun,),
    certainty="inferred",
    messages=IDS,
    caused_by=("ZVM419", "ZVM411", "ZVM412", "ZVM122"),
    fix="correct the LINK statements, or SSLPOOL ENROLL <filepool> <owner> <prefix> <stack> <count>",
    sources=("https://github.com/openmainframeproject/zvm-community-tools",),
)
def disk_missing(facts: Facts) -> Iterator[Finding]:
    for run in latest(facts):
        for message in run.messages(*IDS)[:1]:
            who = run.machine or run.run.pool or "a server"
            yield finding(
                "ZVM735",
                f"{who} lacks a disk or directory: {message.id} {message.text}",
                message.place,
                about=concerned(facts, run.machine or run.run.pool),
            )
