"""The SSL server is still the Linux-based one.

## Why it matters

From 5.4 with PK65850 on the SSL server runs in CMS. The Linux-based one is out of support, takes fewer
sessions and runs out of storage under load.

## How it is decided

By messages of a Linux kernel in a console log on level 540 or later.

## What to do

Apply PK65850 on 5.4, define the CMS server, and move the certificates: the old database cannot be used as
it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import concerned

IDS = ("LINUX-OOM-1", "LINUX-OOM-2")


@check(
    "ZVM803",
    "linux-based-server",
    "error",
    "console of the SSL server",
    needs=(ConsoleRun,),
    releases="540+",
    fix="apply PK65850 on 5.4 and define the CMS-based SSL server",
    sources=(
        "http://www.vm.ibm.com/related/tcpip/tcsl540.html",
        "http://www.vm.ibm.com/related/tcpip/pk51954.html",
    ),
    facts=("SVC003",),
)
def linux_based_server(facts: Facts) -> Iterator[Finding]:
    for run in facts.all(ConsoleRun):
        for message in run.messages(*IDS)[:1]:
            yield finding(
                "ZVM803",
                f"the console of {run.machine or 'the SSL server'} shows a Linux kernel",
                message.place,
                about=concerned(facts, run.machine),
            )
