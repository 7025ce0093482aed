"""System values for TLS are collected for a release that does not have them.

## Why it matters

QSSLPCL, QSSLCSLCTL and QSSLCSL exist from 6.1 on. At V5R4 and before each program chooses its protocols
itself: values collected there belong to another system, or the release is wrong.

## How it is decided

By the release of the system and the names of the values.

## What to do

Look whether the files of two systems were mixed up. There is nothing to set.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on, release_place
from ssldiag.api import Facts, Finding, IbmiSystem, SystemValue, check, finding, ibmi_levels

FIRST = 610


@check(
    "IBMI401",
    "qssl-too-early",
    "info",
    "QSSLPCL, QSSLCSL",
    needs=(IbmiSystem,),
    releases="<610",
    fix="look whether the files of two systems were mixed up",
    sources=("https://ibm.com/support/knowledgecenter/ssw_ibm_i_73/rzakz/rzakzqsslpcl.htm",),
    facts=("IBMI-TLS-QSSL-V5R4",),
)
def qssl_too_early(facts: Facts) -> Iterator[Finding]:
    for value in facts.all(SystemValue):
        level = level_of(facts, value.system)
        if level and level < FIRST and value.name.startswith("QSSL"):
            yield finding(
                "IBMI401",
                f"{value.name}{on(value.system)} cannot be: {ibmi_levels.spoken(level)} does not have it",
                (value.place, "the value"),
                (release_place(facts, value.system), "the release"),
                about=names(value.system, value.name),
            )
