"""The TCP/IP utilities are not installed.

## Why it matters

TC1 holds the TCP/IP servers and clients, Telnet and FTP among them. Without it they are not there to be
secured.

## How it is decided

By the list of installed products: product TC1 is missing from a list that shows all, or is there in error.

## What to do

Install it from the media of your release: ``GO LICPGM``, option 11. Then start the servers again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, ProductList, check


@check(
    "IBMI102",
    "tcpip-utilities-missing",
    "error",
    "installed products",
    needs=(ProductList,),
    fix="install TCP/IP Connectivity Utilities (TC1): GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-TC1",),
)
def tcpip_utilities_missing(facts: Facts) -> Iterator[Finding]:
    for lack in lacks(facts, "TC1"):
        yield told("IBMI102", lack, "TC1", "", "TCP/IP Connectivity Utilities", "Telnet and FTP are missing")
