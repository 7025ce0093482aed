"""Management Central is set up on a release that no longer has it.

## Why it matters

7.5 removed the server from the operating system. Plans that build on it end there; ``STRTCPSVR
SERVER(*MGTC)`` most likely fails.

## How it is decided

By the release of a system that a settings form gives a role in Management Central, or that runs QYPSJSVR.

## What to do

Use IBM Navigator for i for the same tasks, and take the system out of the network's plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on, release_place
from ssldiag.api import ActiveJob, Evidence, Facts, Finding, IbmiSystem, McServer, check, finding, ibmi_levels

REMOVED = 750


@check(
    "IBMI125",
    "mc-removed",
    "error",
    "Management Central",
    needs=(IbmiSystem,),
    releases="750+",
    fix="use IBM Navigator for i instead of Management Central",
    sources=(
        "https://blog.silentsignal.eu/2026/06/05/unauthenticated-rce-as-qsecofr-via-ibm-i-management-central/",
    ),
    facts=("IBMI-REL-MGTC75",),
)
def mc_removed(facts: Facts) -> Iterator[Finding]:
    for system in facts.all(IbmiSystem):
        level = level_of(facts, system.name)
        servers = [item.place for item in facts.all(McServer) if item.system == system.name and item.role]
        jobs = [item for item in facts.all(ActiveJob) if item.system == system.name]
        running = [item.name.place for item in jobs if item.name.value.upper() == "QYPSJSVR"]
        if level and level >= REMOVED and (servers or running):
            yield finding(
                "IBMI125",
                f"Management Central is planned{on(system.name)}, but {ibmi_levels.spoken(level)} "
                "has no such server",
                Evidence((servers or running)[0], "Management Central"),
                (release_place(facts, system.name), "the release"),
                about=names(system.name),
            )
