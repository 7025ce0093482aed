"""The PC and the central system know different addresses for it.

## Why it matters

Management Central compares the address that the PC's name for the system gives with the one that the system's
own long name gives. If they differ, Navigator does not connect, or only after minutes.

## How it is decided

By host entries in settings forms: what the PC resolves (``seen-by``), and what the system's own table says
of its host name.

## What to do

Correct DNS or the host table (``CFGTCP``, option 10) so that both names give one address, or set the address
that Management Central is to use.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import clients
from ibmi._systems import few
from ssldiag.api import Facts, Finding, HostEntry, IbmiSystem, Located, McClient, check, finding


@check(
    "IBMI225",
    "names-disagree",
    "warning",
    "Management Central",
    needs=(HostEntry, McClient),
    fix="make both names resolve to one address: CFGTCP, option 10, or DNS",
    sources=("i5/OS V5R4, Management Central, how it connects",),
    facts=("IBMI-MC-NAMES",),
)
def names_disagree(facts: Facts) -> Iterator[Finding]:
    for pc in clients(facts):
        system = next((item for item in facts.all(IbmiSystem) if item.name == pc.central), None)
        if system is None or system.host_name is None:
            continue
        own = resolved(facts, system.name, system.host_name.value, None)
        own |= {item.value: item for item in system.addresses}
        for name in pc.dials:
            seen = resolved(facts, system.name, name.value, pc.name)
            if seen and own and not set(seen) & set(own):
                yield finding(
                    "IBMI225",
                    f"{pc.name} resolves {name} to {few(seen)}, {system.name} knows itself as {few(own)}",
                    *((item, f"what {pc.name} sees") for item in seen.values()),
                    *((item, f"what {system.name} says") for item in own.values()),
                    about=(pc.name, system.name),
                )


def resolved(facts: Facts, system: str, name: str, seen_by: str | None) -> dict[str, Located[str]]:
    """The addresses of a name, by a PC's resolver or by the system's own table."""
    return {
        item.address.value: item.address
        for item in facts.all(HostEntry)
        if item.system == system
        and (item.seen_by or "").upper() == (seen_by or "").upper()
        and name.lower() in (word.value.lower() for word in item.names)
    }
