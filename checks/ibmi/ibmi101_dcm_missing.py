"""Digital Certificate Manager is not installed.

## Why it matters

Option 34 of the operating system makes certificate stores and gives certificates to servers. Without it no
server of the system can use TLS; programs that try get -93 (SSL_) or 2 (GSKit), the Telnet server may log
CPDBCB3.

## How it is decided

By the list of installed products: option 34 of SS1 is missing from a list that shows all, or is there in
error.

## What to do

Install option 34 from the media of your release: ``GO LICPGM``, option 11, or ``RSTLICPGM`` with
``OPTION(34)``. Check it with ``CHKPRDOPT PRDID(*OPSYS) OPTION(34)``. Then restart the servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, ProductList, check


@check(
    "IBMI101",
    "dcm-missing",
    "error",
    "installed products",
    needs=(ProductList,),
    messages=("CPDBCB3",),
    fix="install option 34 of the operating system: GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-DCM",),
)
def dcm_missing(facts: Facts) -> Iterator[Finding]:
    for lack in lacks(facts, "SS1", "34"):
        yield told(
            "IBMI101",
            lack,
            "SS1",
            "34",
            "Digital Certificate Manager",
            "no server can have a certificate",
        )
