"""A product that TLS builds on is installed only in part.

## Why it matters

A product whose load failed is on the plain lists like any other. What its missing parts break shows up at
odd moments.

## How it is decided

By SOFTWARE_PRODUCT_INFO: a product counts as usable if INSTALLED is YES, LOAD_STATE 90, SYMBOLIC_LOAD_STATE
INSTALLED and LOAD_ERROR NO; or by the status of a ``GO LICPGM`` screen. Looked at are the operating system
and its options, TC1, DG1, JV1 and AC3, except those that IBMI101 to IBMI106 and IBMI108 judge.

## What to do

``CHKPRDOPT PRDID(id) OPTION(option)`` and read its messages; delete the product and restore it if it stays
in error.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, Product, check, finding

ELSEWHERE = {("SS1", "34"), ("SS1", "35"), ("SS1", "12")}


@check(
    "IBMI107",
    "half-installed",
    "warning",
    "installed products",
    needs=(Product,),
    fix="CHKPRDOPT PRDID(id) OPTION(option), then restore the product",
    sources=("IBM's example for QSYS2.SOFTWARE_PRODUCT_INFO",),
    facts=("IBMI-PRQ-LOADSTATE",),
)
def half_installed(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Product):
        options = item.code in ("TC1", "DG1", "JV1", "AC3") and item.option != "*BASE"
        system = item.code == "SS1" and (item.code, item.option) not in ELSEWHERE
        if item.usable is False and (options or system):
            state = f" ({item.status})" if item.status else ""
            yield finding(
                "IBMI107",
                f"{item.id} option {item.option} is not whole{on(item.system)}{state}",
                (item.status or item.place, "its load state"),
                about=names(item.system),
                fix=f"CHKPRDOPT PRDID({item.id}) OPTION({item.option}), then restore the product",
            )
