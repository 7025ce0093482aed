"""A machine has no link to the TCP/IP disks.

## Why it matters

TCPMAINT 591 holds the server code and IBM DTCPARMS, 592 TCPIP DATA, 198 SYSTEM DTCPARMS. A server without
one of them does not find its code or its configuration and stops (DTCRUN1002E, or nothing runs at all).

## How it is decided

No LINK, MDISK or DEDICATE statement of the SSL servers or of the agent gives a device 591, 592 or 198,
whoever owns the disk. Nothing is said of a machine that links disks by COMMAND, or where ``:link.`` or
``:vmlink.`` of its DTCPARMS entry names the device.

## What to do

Add ``LINK TCPMAINT 0591 0591 RR`` (0592, 0198 alike) to the PROFILE or the USER entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import device, devices, known, names_of

DISKS = {0x591: "the server code", 0x592: "TCPIP DATA", 0x198: "SYSTEM DTCPARMS"}
"""Device -> what is on it (z/VM TCP/IP, disks of TCPMAINT)."""


@check(
    "ZVM419",
    "links-missing",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    messages=("DTCRUN1002E",),
    fix="LINK TCPMAINT 0591 0591 RR, and 0592 and 0198 alike",
    sources=("z/VM 6.3 workshop notes (public)",),
    facts=("DIR019",),
)
def links_missing(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool", "single", "agent"):
        if any(word.value == "LINK" for word in machine.words("COMMAND")):
            continue
        given = devices(machine) | linked_later(machine)
        missing = [number for number in DISKS if number not in given]
        if missing:
            names = ", ".join(f"{number:X} ({DISKS[number]})" for number in missing)
            yield finding(
                "ZVM419",
                f"{machine.entry_in_words} has no link to {names}",
                machine.statements_in,
                about=names_of(facts, machine),
                fix="; ".join(f"LINK TCPMAINT {number:04X} {number:04X} RR" for number in missing),
            )


def linked_later(machine: SslMachine) -> set[int]:
    """The devices that tags of the DTCPARMS entry name."""
    tags = [tag for key in ("link", "vmlink") if (tag := machine.tag(key)) is not None]
    numbers = (device(word.value) for tag in tags for word in tag.words)
    return {number for number in numbers if number is not None}
