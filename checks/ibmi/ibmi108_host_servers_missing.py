"""The host servers are not installed.

## Why it matters

The seven servers of iSeries Access (central, database, data queue, file, network print, remote command,
signon) are option 12 of the operating system. Without it there are probably no listeners on 8470 to 8476 and
9470 to 9476. IBM's list of prerequisites does not name the option, so this is a warning.

## How it is decided

By the list of installed products: option 12 of SS1 is missing from a list that shows all, or is there in
error.

## What to do

Install it from the media of your release: ``GO LICPGM``, option 11. Then start the servers again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, ProductList, check


@check(
    "IBMI108",
    "host-servers-missing",
    "warning",
    "installed products",
    needs=(ProductList,),
    certainty="inferred",
    fix="install option 12 of the operating system: GO LICPGM, option 11",
    sources=("public lists of prerequisites of access products",),
    facts=("IBMI-PRQ-HOSTSVR",),
)
def host_servers_missing(facts: Facts) -> Iterator[Finding]:
    for lack in lacks(facts, "SS1", "12"):
        yield told("IBMI108", lack, "SS1", "12", "Host Servers", "the servers of iSeries Access are missing")
