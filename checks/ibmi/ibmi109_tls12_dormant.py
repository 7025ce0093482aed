"""TLS 1.2 of 7.1 is not switched on, or its PTF is missing.

## Why it matters

7.1 learned TLS 1.1 and 1.2 by Technology Refresh 6 and PTF SI48659. The PTF alone changes nothing: QSSLPCL
has to name the versions. Partners that ask for TLS 1.2 are refused until then, likely with alert 70 or 40.

## How it is decided

By the release, the list of PTFs and QSSLPCL. Reported is a PTF that is applied while QSSLPCL does not name
TLS 1.2, and a QSSLPCL that names it while a whole list of PTFs does not have SI48659, or has it unapplied.

## What to do

Apply TR6 and SI48659, then
``CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.2 *TLSV1.1 *TLSV1')``. New connections use it at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, PtfList, TlsSettings, Undecided, check, finding

PTF = "SI48659"
NEW = {"*TLSV1.1", "*TLSV1.2"}


@check(
    "IBMI109",
    "tls12-dormant",
    "warning",
    "QSSLPCL and PTFs",
    needs=(TlsSettings, PtfList),
    releases="710",
    fix="apply TR6 and SI48659, then CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.2 *TLSV1.1 *TLSV1')",
    sources=("https://developer.ibm.com/articles/i-system-ssl-ibmi/",),
    facts=("IBMI-PRQ-71TLS12",),
)
def tls12_dormant(facts: Facts) -> Iterator[Finding]:
    for settings in facts.all(TlsSettings):
        if settings.level != 710 or settings.pcl is None:
            continue
        lists = [item for item in facts.all(PtfList) if item.system == settings.system]
        ptf = next((ptf for item in lists for ptf in item.ptfs if ptf.id.value == PTF), None)
        named = NEW & set(settings.pcl.words)
        about = names(settings.system, "QSSLPCL")
        if ptf and ptf.applied and not named:
            yield finding(
                "IBMI109",
                f"{PTF} is applied{on(settings.system)}, but QSSLPCL does not name TLS 1.2: it stays off",
                (settings.pcl.place, "QSSLPCL"),
                (ptf.id, "the PTF"),
                about=about,
                fix="CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.2 *TLSV1.1 *TLSV1')",
            )
        elif named and ptf and ptf.applied is False:
            yield finding(
                "IBMI109",
                f"QSSLPCL names TLS 1.2{on(settings.system)}, but {PTF} is not applied ({ptf.status})",
                (settings.pcl.place, "QSSLPCL"),
                (ptf.id, "the PTF"),
                about=about,
                fix=f"apply {PTF} with APYPTF, as its cover letter says",
            )
        elif ptf is None and any(item.complete for item in lists) and named:
            yield finding(
                "IBMI109",
                f"QSSLPCL names TLS 1.2{on(settings.system)}, but {PTF} is not among the PTFs",
                (settings.pcl.place, "QSSLPCL"),
                (next(item.place for item in lists if item.complete), "all PTFs"),
                about=about,
            )
        elif ptf is None and not any(item.complete for item in lists):
            raise Undecided(f"the list of PTFs does not show {PTF}", f"DSPPTF SELECT({PTF}) OUTPUT(*PRINT)")
