"""The file pool of the IPL statement is not the one of :vmlink.

## Why it matters

SSLPOOL ENROLL enrolls the machines and makes the pool's common directory in one file pool. Where the
directory and DTCPARMS name two, the machines find no space or no common files, and do not get as far as
running the server.

## How it is decided

The name after FILEPOOL in the IPL statement of the pool's PROFILE, against the file pool before the colon in
``:vmlink.`` of its DTCPARMS entry or class.

## What to do

Use one name in both, the one that SSLPOOL ENROLL was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, SslMachine, check, finding, tag_in_effect
from zvm._directory import following, names_of

DIRECTORY = re.compile(r"([A-Z0-9$#@_-]{1,8}):[^:]*")
"""An SFS directory: file pool, colon, file space and names (CMS naming)."""


@check(
    "ZVM412",
    "filepool-mismatch",
    "error",
    "USER DIRECT and DTCPARMS",
    needs=(SslMachine,),
    releases="540+",
    fix="name the same file pool in IPL CMS PARM FILEPOOL and in :vmlink.",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspecsp.html"),
    facts=("DIR012",),
)
def filepool_mismatch(facts: Facts) -> Iterator[Finding]:
    for machine in facts.all(SslMachine):
        if machine.role != "pool":
            continue
        at_ipl = following(machine.words("IPL"), "FILEPOOL")
        common = common_file_pool(facts, machine)
        if at_ipl is None or common is None or at_ipl.value.rstrip(":") == common.value:
            continue
        yield finding(
            "ZVM412",
            f"pool {machine.name} uses file pool {at_ipl.value.rstrip(':')} at IPL,"
            f" but :vmlink. names {common.value}",
            (at_ipl, "the file pool of the A-disk"),
            (common, "the file pool of the common directory"),
            about=names_of(facts, machine),
        )


def common_file_pool(facts: Facts, machine: SslMachine) -> Located[str] | None:
    """The file pool of the first directory in ``:vmlink.``; None where it names none."""
    tag = tag_in_effect(facts, machine.server, "vmlink")
    for word in tag.words if tag else ():
        match = DIRECTORY.fullmatch(word.value.upper())
        if match:
            return Located(match[1], word.place)
    return None
