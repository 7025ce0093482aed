"""Applications have lost their certificates since the last list.

## Why it matters

Some tools write the whole ``*SYSTEM`` store anew when they renew a certificate, and the assignments go with
it. Ports stay open, so nothing looks wrong until every handshake fails.

## How it is decided

By two lists of assignments of one system, taken at different times: an application that had a certificate in
the earlier has none in the later.

## What to do

Assign the certificates again (DCM: Manage Applications, Update certificate assignment), restart the servers,
and renew with DCM or native calls that keep the assignments.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ibmi._systems import few, names, on
from ssldiag.api import ApplicationList, Facts, Finding, check, finding


@check(
    "IBMI313",
    "assignment-lost",
    "error",
    "certificate assignments",
    needs=(ApplicationList,),
    fix="assign the certificates again: DCM, *SYSTEM, Manage Applications, Update certificate assignment",
    sources=("https://github.com/ThePrez/DCM-tools",),
    facts=("IBMI-CRT-ASSIGN-AFTER-RENEW",),
)
def assignment_lost(facts: Facts) -> Iterator[Finding]:
    dated = [item for item in facts.all(ApplicationList) if item.taken]
    for system in dict.fromkeys(item.system for item in dated):
        lists = sorted((item for item in dated if item.system == system), key=lambda item: item.taken)
        for old, new in pairwise(lists[-2:]):
            if old.taken == new.taken:
                continue
            lost = [
                (was, now)
                for was in old.applications
                if was.labels and (now := new.find(was.id.value)) and not now.labels
            ]
            if lost:
                yield finding(
                    "IBMI313",
                    f"{few(was.id.value for was, _ in lost)} had a certificate{on(system)} "
                    f"and {'has' if len(lost) == 1 else 'have'} none now",
                    *((now.id, "none now") for _, now in lost[:5]),
                    *((was.id, f"had {was.labels[0]}") for was, _ in lost[:5]),
                    about=names(system, *(was.id.value for was, _ in lost)),
                )
