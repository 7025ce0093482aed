"""iSeries Navigator on the PC is too old for securing this PC alone.

## Why it matters

iSeries Access offers level Any from V5R3 on: with an older Navigator the level cannot be chosen.

## How it is decided

By a settings form: the scenario is ``client-connection`` and the PC's release is before V5R3.

## What to do

Upgrade iSeries Access for Windows on the PC to V5R3 or later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import ONE_PC, clients, scenario
from ssldiag.api import Facts, Finding, McClient, McScenario, check, finding, ibmi_levels

FIRST = 530


@check(
    "IBMI122",
    "pc-too-old",
    "error",
    "Management Central",
    needs=(McScenario, McClient),
    fix="upgrade iSeries Access for Windows to V5R3 or later",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-REL-SCN-A-PC",),
)
def pc_too_old(facts: Facts) -> Iterator[Finding]:
    wanted = scenario(facts, ONE_PC)
    for pc in clients(facts) if wanted else ():
        if wanted and pc.release and pc.release.value < FIRST:
            yield finding(
                "IBMI122",
                f"{pc.name} has iSeries Access {ibmi_levels.spoken(pc.release.value)}: level Any needs V5R3",
                (pc.release, "the PC's release"),
                (wanted.place, "what is to be reached"),
                about=(pc.name,),
            )
