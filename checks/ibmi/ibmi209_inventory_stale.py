"""The inventory is older than the settings that it should hold.

## Why it matters

Compare and Update most likely takes the model values from the system values inventory. Collected before the
settings were changed, or after the run began, it spreads old values, or none.

## How it is decided

By the moments in settings forms: the inventory of the central system was not collected between the change of
its settings and the last Compare and Update.

## What to do

Management Central, Endpoint Systems, the central system, Inventory, Collect: System Values. Then run Compare
and Update again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central
from ssldiag.api import CompareAndUpdate, Facts, Finding, McServer, check, finding


@check(
    "IBMI209",
    "inventory-stale",
    "warning",
    "Management Central",
    needs=(
        CompareAndUpdate,
        McServer,
    ),
    certainty="inferred",
    fix="collect the System Values inventory of the central system, then repeat Compare and Update",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-INVENTORY",),
)
def inventory_stale(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    started = [item.started for item in facts.all(CompareAndUpdate) if item.started]
    if middle is None or middle.inventory is None or not started:
        return
    last = max(started, key=lambda item: item.value)
    late = middle.inventory.value > last.value
    changed = middle.changed if middle.changed and middle.changed.value <= last.value else None
    if late or (changed and middle.inventory.value < changed.value):
        why = "after Compare and Update began" if late else "before its settings were changed"
        yield finding(
            "IBMI209",
            f"the inventory of {middle.system} was collected {why}",
            (middle.inventory, "the inventory"),
            (last, "Compare and Update") if late or not changed else (changed, "the change"),
            about=(middle.system,),
        )
