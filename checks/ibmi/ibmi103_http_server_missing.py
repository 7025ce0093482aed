"""The HTTP server is not installed.

## Why it matters

The pages of Digital Certificate Manager are served by the ADMIN instance of the HTTP server (DG1). Without it
DCM cannot be reached, so certificates can be neither made nor assigned there.

## How it is decided

By the list of installed products: product DG1 is missing from a list that shows all, or is there in error.

## What to do

Install it from the media of your release: ``GO LICPGM``, option 11. Then start the servers again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, ProductList, check


@check(
    "IBMI103",
    "http-server-missing",
    "error",
    "installed products",
    needs=(ProductList,),
    fix="install IBM HTTP Server for i (DG1): GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-DG1",),
)
def http_server_missing(facts: Facts) -> Iterator[Finding]:
    for lack in lacks(facts, "DG1"):
        yield told("IBMI103", lack, "DG1", "", "IBM HTTP Server", "DCM cannot be reached")
