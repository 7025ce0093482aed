"""The machines of the pool do not get their A-disk from a file pool.

## Why it matters

Machines of a pool have no minidisks of their own. ``IPL CMS PARM FILEPOOL <name>`` makes their space in
that file pool the A-disk, where SSLPOOL ENROLL put the PROFILE EXEC. Without it a machine logs on and runs
nothing.

## How it is decided

The IPL statement of the pool's PROFILE has no FILEPOOL with a name behind it, or there is no IPL statement.

## What to do

Write ``IPL CMS PARM FILEPOOL VMSYS`` (the file pool that SSLPOOL ENROLL was given) in the PROFILE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import following, known, names_of


@check(
    "ZVM411",
    "pool-no-filepool",
    "error",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="IPL CMS PARM FILEPOOL VMSYS in the PROFILE of the pool",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR011",),
)
def pool_no_filepool(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool"):
        words = machine.words("IPL")
        if following(words, "FILEPOOL") is not None:
            continue
        said = "its IPL statement names no FILEPOOL" if words else "it has no IPL statement"
        yield finding(
            "ZVM411",
            f"{machine.entry_in_words} gives the machines no A-disk: {said}",
            words[0] if words else machine.statements_in,
            about=names_of(facts, machine),
        )
