"""An SSL server has more privilege classes than G.

## Why it matters

SSL servers talk to the network and hold private keys. Class E lets a machine define and change saved segments
and see those of others; the DISA STIG for z/VM (V-237954) wants it with the agent and system analysts alone.

## How it is decided

The privilege classes of the USER entry of the pool or of the single server have another letter of A to F
beside G. Classes of the installation's own (H to Z, 1 to 6) are not judged.

## What to do

Give the servers class G: ``USER SSL LBYONLY 160M 256M G``. Only the agent needs E.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import names_of

PRIVILEGED = "ABCDEF"
"""The classes of CP beside G that are more than a general user's."""


@check(
    "ZVM409",
    "server-class",
    "warning",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="privilege class G for SSL servers",
    sources=("IBM deck on multiple SSL servers, 2010", "DISA STIG for z/VM, V-237954"),
    facts=("DIR009",),
)
def server_class(facts: Facts) -> Iterator[Finding]:
    for machine in facts.all(SslMachine):
        classes = machine.user.entry.privilege_classes
        if machine.role == "agent" or classes is None:
            continue
        extra = "".join(letter for letter in classes.value if letter in PRIVILEGED)
        kind = "pool" if machine.role == "pool" else "SSL server"
        if extra:
            yield finding(
                "ZVM409",
                f"{kind} {machine.name} has privilege class {classes.value}; SSL servers need G alone",
                classes,
                about=names_of(facts, machine),
                fix=f"class G instead of {classes.value} in USER {machine.user.name}",
            )
