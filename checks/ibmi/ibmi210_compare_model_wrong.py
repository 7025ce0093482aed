"""Compare and Update was run with the wrong model or settings.

## Why it matters

The endpoints get what the model has. It has to be the central system, the category Management Central, and
both values (Use SSL and Authentication level) have to be flagged for update; anything else spreads wrong
settings. Systems outside the group that it is run on get nothing.

## How it is decided

By the runs in a settings form, each unless a later one set things right. What a run does not tell is not
judged. A group of another name than Trusted Group will do if the form shows every endpoint in it.

## What to do

Run it again on Trusted Group: System Values, Compare and Update, model the central system, category
Management Central, both values with Update.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, no, wrong_group
from ibmi._systems import listed
from ssldiag.api import CompareAndUpdate, Facts, Finding, McServer, Place, check, finding


@check(
    "IBMI210",
    "compare-model-wrong",
    "warning",
    "Management Central",
    needs=(CompareAndUpdate,),
    certainty="inferred",
    fix="repeat Compare and Update with the central system as model and both values flagged",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-CU-MODEL",),
)
def compare_model_wrong(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    runs = facts.all(CompareAndUpdate)
    found = [(run, [*faults_of(run, middle), *wrong_group(facts, run.group)]) for run in runs]
    right = [run for run, faults in found if not faults]
    for run, faults in found:
        if faults and not any(later(one, run) for one in right):
            yield finding(
                "IBMI210",
                f"Compare and Update: {listed(text for _, text in faults)}",
                *((place, "") for place, _ in faults),
                about=(middle.system,) if middle else (),
            )


def later(one: CompareAndUpdate, other: CompareAndUpdate) -> bool:
    """Whether a run was started after another; False where that cannot be told."""
    return bool(one.started and other.started and one.started.value > other.started.value)


def faults_of(run: CompareAndUpdate, middle: McServer | None) -> list[tuple[Place, str]]:
    """What is wrong with a run, and where that stands."""
    faults: list[tuple[Place, str]] = []
    if run.model and middle and run.model.value.upper() != middle.system.upper():
        faults.append((run.model.place, f"its model is {run.model}, not {middle.system}"))
    if run.category and run.category.value.lower() != "management central":
        faults.append((run.category.place, f"its category is {run.category}"))
    if run.use_ssl and no(run.use_ssl):
        faults.append((run.use_ssl.place, "it sets Use SSL to No"))
    if run.updates is not None:
        flagged = " ".join(item.value.lower() for item in run.updates)
        missing = [word for word in ("Use SSL", "Authentication level") if word.lower() not in flagged]
        if missing:
            place = run.updates[0].place if run.updates else run.place
            faults.append((place, f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} not flagged"))
    return faults
