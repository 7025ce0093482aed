"""An old copy of the validation list stands in the way.

## Why it matters

Before V5R3 Management Central uses the list in QUSRSYS. With the new copy still in QMGTC2 and an old one in
QUSRSYS, the old one is most likely used, and the check against the Trusted Group fails.

## How it is decided

By the release and the libraries: both hold the list on a system before V5R3, and the one in QUSRSYS is not
newer.

## What to do

``DLTOBJ OBJ(QUSRSYS/QYPSVLDL) OBJTYPE(*VLDL)`` (or DLTVLDL), then
``MOVOBJ OBJ(QMGTC2/QYPSVLDL) OBJTYPE(*VLDL) TOLIB(QUSRSYS)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on
from ssldiag.api import Facts, Finding, ValidationList, check, finding

FIRST = 530


@check(
    "IBMI218",
    "validation-list-stale",
    "warning",
    "Management Central",
    needs=(ValidationList,),
    certainty="inferred",
    fix="delete QUSRSYS/QYPSVLDL, then MOVOBJ OBJ(QMGTC2/QYPSVLDL) OBJTYPE(*VLDL) TOLIB(QUSRSYS)",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-VLDL-STALE",),
)
def validation_list_stale(facts: Facts) -> Iterator[Finding]:
    for system in dict.fromkeys(item.system for item in facts.all(ValidationList)):
        level = level_of(facts, system)
        copies = {item.library.value: item for item in facts.all(ValidationList) if item.system == system}
        new, old = copies.get("QMGTC2"), copies.get("QUSRSYS")
        if not level or level >= FIRST or new is None or old is None:
            continue
        if not (new.changed and old.changed and old.changed.value >= new.changed.value):
            yield finding(
                "IBMI218",
                f"QYPSVLDL is in QUSRSYS and in QMGTC2{on(system)}: the old copy in QUSRSYS is probably used",
                (old.library, "the one that is used"),
                (new.library, "the one that was sent"),
                about=names(system),
            )
