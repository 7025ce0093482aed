"""An endpoint does not have the central system's validation list.

## Why it matters

At level Client and server the systems check each other a second time, against QYPSVLDL. An endpoint without
the central system's list, or with an older one, most likely refuses; which code it logs is not published.

## How it is decided

At level Client and server, by object listings, settings forms and the status of the send: the list was looked
for and is not there, it was copied from another system (``copied-from`` of a form), it is older than the
central system's, the package was sent before the central system's list last changed, or the send to that
endpoint failed. A list without the moment of its last change was changed when it was created, or later.

## What to do

Send it again: Management Central, Definitions, Package, ``/QSYS.LIB/QMGTC2.LIB/QYPSVLDL.VLDL``, to Trusted
Group; then restart Management Central there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ibmi._mc import BOTH_WAYS, LEVEL_BOTH, central, endpoints, says, scenario
from ssldiag.api import (
    Facts,
    Finding,
    IbmiSystem,
    Located,
    McServer,
    ObjectList,
    PackageSend,
    Place,
    Undecided,
    ValidationList,
    check,
    finding,
)

LISTING = "DSPOBJD OBJ(QMGTC2/QYPSVLDL) OBJTYPE(*VLDL) OUTPUT(*PRINT) of each endpoint"


@check(
    "IBMI219",
    "validation-list-not-copied",
    "warning",
    "Management Central",
    needs=(McServer,),
    certainty="inferred",
    caused_by=(
        "IBMI212",
        "IBMI220",
    ),
    fix="send QYPSVLDL to Trusted Group again, then restart Management Central on the endpoint",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-VLDL-COPIED",),
)
def validation_list_not_copied(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    levels = (middle.level_stored, middle.level_active) if middle else ()
    if middle is None or not any(says(level, LEVEL_BOTH) for level in levels):
        return
    wanted = scenario(facts, BOTH_WAYS) is not None or says(middle.level_active, LEVEL_BOTH)
    unseen = []
    for endpoint in endpoints(facts):
        found = fault(facts, middle.system, endpoint.system)
        if found:
            place, words = found
            yield finding(
                "IBMI219",
                f"{endpoint.system} {words}",
                (place, "what shows it"),
                about=(endpoint.system,),
            )
        elif not copies(facts, endpoint.system):
            unseen.append(endpoint.system)
    if unseen and wanted:
        raise Undecided(f"nothing tells whether {', '.join(unseen[:5])} has QYPSVLDL", LISTING)


def copies(facts: Facts, system: str) -> list[ValidationList]:
    """The copies of the list on a system."""
    return [item for item in facts.all(ValidationList) if item.system == system]


def fault(facts: Facts, middle: str, system: str) -> tuple[Located[object] | Place, str] | None:
    """What is wrong with the list of an endpoint, and where that is seen."""
    having = copies(facts, system)
    looked = [item for item in facts.all(ObjectList) if item.system == system]
    if looked and not having:
        return looked[0].place, "does not have QYPSVLDL"
    foreign = of_another(facts, middle, having)
    if foreign:
        return foreign, f"has the QYPSVLDL of {foreign}, not that of {middle}"
    ours = [moment.value for item in copies(facts, middle) if (moment := item.changed or item.created)]
    dated = [item for item in having if item.changed]
    if ours and dated and all(item.changed and item.changed.value < max(ours) for item in dated):
        return dated[0].place, f"has a copy of QYPSVLDL that is older than that of {middle}"
    sends = [(item, status) for item in facts.all(PackageSend) if (status := item.status(system))]
    for _, status in sends:
        if "fail" in status.value.lower() and not having:
            return status, f"did not get QYPSVLDL: the send ended as {status}"
    sent = [item.sent for item, _ in sends if item.sent]
    if ours and sent and len(sent) == len(sends) and not dated and sent_early(sent, max(ours)):
        return sent[-1], f"was sent QYPSVLDL before that of {middle} last changed"
    return None


def sent_early(sent: list[Located[datetime]], changed: datetime) -> bool:
    """Whether all sends were before the list was changed."""
    return all(moment.value < changed for moment in sent)


def of_another(facts: Facts, middle: str, having: list[ValidationList]) -> Located[str] | None:
    """The system that the copies come from, where they tell and none is the central system's."""
    own = {middle.upper()}
    for system in facts.all(IbmiSystem):
        if system.name.upper() == middle.upper() and system.host_name:
            host = system.host_name.value.upper()
            own |= {host, host.partition(".")[0]}
    told = [item.copied_from for item in having if item.copied_from]
    others = [word for word in told if word.value.upper() not in own]
    return others[0] if others and len(others) == len(told) else None
