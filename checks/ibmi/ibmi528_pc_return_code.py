"""A code of iSeries Access stands for one of TLS.

## Why it matters

Clients add 25000 to the code that TLS gave: 25016 is -16 of the SSL_ API, and newer ones most likely write
25404 for 404 of GSKit. Only the number behind it leads to the cause.

## How it is decided

By codes 25001 to 25102, and from 25400 on, in messages (CWBCO1050, comm rc).

## What to do

Look up the translated code: ``ssldiag explain -- -16``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding


@check(
    "IBMI528",
    "pc-return-code",
    "info",
    "messages of PCs",
    needs=(JobMessage,),
    messages=("CWBCO1050", "CWBCO1034"),
    fix="look up the translated code with ssldiag explain",
    sources=("public copy of cwb.h",),
    facts=("IBMI-COD-CWB",),
)
def pc_return_code(facts: Facts) -> Iterator[Finding]:
    told: set[tuple[str, int]] = set()
    for item in facts.all(JobMessage):
        for code in item.codes:
            meant = translated(code)
            if meant and (item.job, code) not in told:
                told.add((item.job, code))
                yield finding(
                    "IBMI528",
                    f"{code} in {simple(item.job)}{on(item.system)} stands for {meant}",
                    (item.place, item.text[:120]),
                    about=names(item.system, f"rc {code}"),
                )


def translated(code: int) -> str:
    """The code of TLS behind one of iSeries Access; empty for any other."""
    if 25_000 < code <= 25_102:
        return f"-{code - 25_000} of the SSL_ API"
    return f"probably {code - 25_000} of GSKit" if 25_400 <= code < 25_705 else ""
