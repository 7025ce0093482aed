"""A log names a GSKit failure.

## Why it matters

GSKit's code is often all that a product says. What it means, and what else was found in the
configuration that leads to it, stand together here.

## How it is decided

By constants (``GSK_...``) and return codes in the logs. Of each code and product, the first line; a
finding that leads to this code is shown as its cause.

## What to do

``ssldiag explain CODE`` says more; mend what it follows from, if something does.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._codes import MEANINGS, constant_of
from ssldiag.api import Facts, Finding, GskLogLine, check, finding


@check(
    "LNX181",
    "log-names-gskit-code",
    "warning",
    "logs",
    needs=(GskLogLine,),
    caused_by=(
        "LNX101",
        "LNX102",
        "LNX103",
        "LNX104",
        "LNX108",
        "LNX109",
        "LNX111",
        "LNX112",
        "LNX113",
        "LNX115",
    ),
    fix="ssldiag explain the code; mend what it follows from",
    sources=("measured with GSKit 8.0.60.5",),
)
def log_names_gskit_code(facts: Facts) -> Iterator[Finding]:
    first: dict[tuple[str, str], tuple[GskLogLine, int]] = {}
    for item in facts.all(GskLogLine):
        constant = constant_of(item.row.constant, item.row.code)
        if constant in MEANINGS:
            line, count = first.get((item.product, constant), (item, 0))
            first[item.product, constant] = (line, count + 1)
    for (product, constant), (item, count) in first.items():
        code, meaning = MEANINGS[constant]
        times = f" ({count:,} times)" if count > 1 else ""
        yield finding(
            "LNX181",
            f"{product or 'a product'} met {code} {constant}{times}: {meaning}",
            (item.place, "the first line"),
            about=(f"{product} rc {code}",),
        )
