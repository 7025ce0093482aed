"""The DCSS Management Agent lacks privilege class E.

## Why it matters

Defining and saving a segment takes class E. Without it the agent fails at its start, and the SSL servers run
without a session cache.

## How it is decided

The privilege classes in the agent's USER entry (or its CLASS statement) have no E. Classes that are not plain
letters and digits are not judged.

## What to do

Give the agent E beside G: ``USER SSLDCSSM LBYONLY 32M 64M GE``. Bring the directory online and log the
agent on again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import names_of


@check(
    "ZVM408",
    "agent-class",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="USER SSLDCSSM LBYONLY 32M 64M GE",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR008",),
)
def agent_class(facts: Facts) -> Iterator[Finding]:
    for machine in facts.all(SslMachine):
        classes = machine.user.entry.privilege_classes
        if machine.role != "agent" or classes is None or "E" in classes.value:
            continue
        yield finding(
            "ZVM408",
            f"{machine.name} has privilege class {classes.value}; the agent needs E to save the segment",
            classes,
            about=names_of(facts, machine),
            fix=f"class {classes.value}E in USER {machine.name}",
        )
