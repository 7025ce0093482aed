"""Java is not installed, and DCM is reached through the HTTP server.

## Why it matters

The ADMIN instance of the HTTP server, which shows the pages of Digital Certificate Manager, does not start
without the Java developer kit (JV1).

## How it is decided

By the list of installed products. It is an error where a settings form says that DCM is used by its pages
(``dcm-pages = yes``), nothing where it says that it is not, and a warning where no form tells.

## What to do

Install JV1 with the option that your release's ADMIN instance asks for: ``GO LICPGM``, option 11. Then
``STRTCPSVR SERVER(*HTTP) HTTPSVR(*ADMIN)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import Facts, Finding, IbmiSystem, ProductList, Severity, check


@check(
    "IBMI104",
    "java-missing",
    "error",
    "installed products",
    needs=(ProductList,),
    fix="install IBM Developer Kit for Java (JV1): GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-JV1",),
)
def java_missing(facts: Facts) -> Iterator[Finding]:
    pages = {item.name: item.uses_dcm_pages for item in facts.all(IbmiSystem)}
    for lack in lacks(facts, "JV1"):
        wanted = pages.get(lack.system)
        if wanted is None or wanted.value:
            yield told(
                "IBMI104",
                lack,
                "JV1",
                "",
                "Developer Kit for Java",
                "the ADMIN server, which shows DCM, does not start without Java",
                None if wanted else Severity.WARNING,
            )
