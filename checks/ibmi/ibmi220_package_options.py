"""The package with the validation list was defined so that endpoints refuse it.

## Why it matters

The send has to replace what is there, to allow differences between objects, and to save for the release of
the oldest endpoint. Otherwise the restore most likely fails where the list exists already, or on older
systems.

## How it is decided

By the package in a settings form, and the releases of the endpoints.

## What to do

Management Central, Definitions, Package: option Replace existing file; Advanced: Allow object differences
Yes, Target release the earliest of the endpoints. Send it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import endpoints, no
from ibmi._systems import level_of, listed
from ssldiag.api import Facts, Finding, Located, PackageSend, check, finding, ibmi_levels


@check(
    "IBMI220",
    "package-options",
    "warning",
    "Management Central",
    needs=(PackageSend,),
    certainty="inferred",
    fix="set Replace existing file, Allow object differences Yes, earliest target release; send again",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-SEND-OPTIONS",),
)
def package_options(facts: Facts) -> Iterator[Finding]:
    levels = {item.system: level_of(facts, item.system) for item in endpoints(facts)}
    oldest = min((level for level in levels.values() if level), default=None)
    for item in facts.all(PackageSend):
        faults: list[tuple[Located[bool] | Located[int], str]] = []
        if item.replace and no(item.replace):
            faults.append((item.replace, "it does not replace an existing list"))
        if item.differences and no(item.differences):
            faults.append((item.differences, "it does not allow object differences"))
        if item.target_release and oldest and item.target_release.value > oldest:
            given, first = (ibmi_levels.spoken(level) for level in (item.target_release.value, oldest))
            faults.append((item.target_release, f"its target release is {given}, an endpoint is at {first}"))
        if faults:
            yield finding(
                "IBMI220",
                f"the package with QYPSVLDL may be refused: {listed(text for _, text in faults)}",
                *((place, "") for place, _ in faults),
                about=tuple(levels),
            )
