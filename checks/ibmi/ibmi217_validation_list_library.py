"""The validation list is in a library where it is not looked for.

## Why it matters

Management Central looks for QYPSVLDL in QMGTC2 from V5R3 on, and in QUSRSYS before. The send always puts it
into QMGTC2, so it has to be moved on older systems. Elsewhere the second check of trust most likely fails.

## How it is decided

By the release and the libraries in which the list was seen (DSPOBJD, or a settings form).

## What to do

Before V5R3: ``MOVOBJ OBJ(QMGTC2/QYPSVLDL) OBJTYPE(*VLDL) TOLIB(QUSRSYS)``; delete an older one there first.
From V5R3 on move it to QMGTC2.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on, release_place
from ssldiag.api import Facts, Finding, ValidationList, check, finding, ibmi_levels

FIRST = 530


@check(
    "IBMI217",
    "validation-list-library",
    "warning",
    "Management Central",
    needs=(ValidationList,),
    certainty="inferred",
    fix="MOVOBJ OBJ(library/QYPSVLDL) OBJTYPE(*VLDL) TOLIB(QMGTC2), or QUSRSYS before V5R3",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-VLDL-LIB",),
)
def validation_list_library(facts: Facts) -> Iterator[Finding]:
    for system in dict.fromkeys(item.system for item in facts.all(ValidationList)):
        level = level_of(facts, system)
        copies = [item for item in facts.all(ValidationList) if item.system == system]
        wanted = "QMGTC2" if (level or 0) >= FIRST else "QUSRSYS"
        if level and all(item.library.value != wanted for item in copies):
            found = copies[0].library.value
            yield finding(
                "IBMI217",
                f"QYPSVLDL is in {found}{on(system)}; {ibmi_levels.spoken(level)} looks for it in {wanted}",
                (copies[0].library, "where it is"),
                (release_place(facts, system), "the release"),
                about=names(system),
                fix=f"MOVOBJ OBJ({found}/QYPSVLDL) OBJTYPE(*VLDL) TOLIB({wanted})",
            )
