"""The package with the validation list was defined so that endpoints refuse it or do not get it.

## Why it matters

The send has to replace what is there, to allow differences between objects, and to save for the release of
the oldest endpoint. Otherwise the restore most likely fails where the list exists already, or on older
systems. Another object, from another source, or to another group leaves endpoints without the list.

## How it is decided

By the package in a settings form, and the releases of the endpoints. A group of another name than Trusted
Group will do if the form shows every endpoint in it.

## What to do

Management Central, Definitions, Package: option Replace existing file; Advanced: Allow object differences
Yes, Target release the earliest of the endpoints. Send it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, endpoints, no, wrong_group
from ibmi._systems import level_of, listed
from ssldiag.api import Facts, Finding, McServer, PackageSend, Place, check, finding, ibmi_levels


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
    middle = central(facts)
    levels = {item.system: level_of(facts, item.system) for item in endpoints(facts)}
    oldest = min((level for level in levels.values() if level), default=None)
    for item in facts.all(PackageSend):
        faults = [*wrong_package(item, middle), *wrong_group(facts, item.group)]
        if item.replace and no(item.replace):
            faults.append((item.replace.place, "it does not replace an existing list"))
        if item.differences and no(item.differences):
            faults.append((item.differences.place, "it does not allow object differences"))
        if item.target_release and oldest and item.target_release.value > oldest:
            given, first = (ibmi_levels.spoken(level) for level in (item.target_release.value, oldest))
            place = item.target_release.place
            faults.append((place, f"its target release is {given}, an endpoint is at {first}"))
        if faults:
            yield finding(
                "IBMI220",
                f"the package with QYPSVLDL may not reach its aim: {listed(text for _, text in faults)}",
                *((place, "") for place, _ in faults),
                about=tuple(levels),
            )


def wrong_package(item: PackageSend, middle: McServer | None) -> Iterator[tuple[Place, str]]:
    """What is wrong with the object and the source of a package."""
    if item.source and middle and item.source.value.upper() != middle.system.upper():
        yield item.source.place, f"its source is {item.source}, not {middle.system}"
    if item.object and "QYPSVLDL" not in item.object.value.upper():
        yield item.object.place, f"it sends {item.object}"
