"""Protocols that IBM calls weak are enabled.

## Why it matters

TLS 1.1, TLS 1.0, SSL 3.0 and SSL 2.0 are on IBM's list of weak protocols. Partners and auditors refuse them,
and attacks on them are known.

## How it is decided

By QSSLPCL; ``*OPSYS`` is written out by release. Where IBM's pages leave open what that stands for, the
message says "probably".

## What to do

Find out who still needs them (TRCINT, or the connection counters of TLSCONFIG), then
``CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.3 *TLSV1.2')`` with the versions that your release has.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import listed, names, on
from ssldiag.api import Facts, Finding, TlsSettings, check, finding, ibmi_protocols

FIRST = 610


@check(
    "IBMI402",
    "weak-protocol",
    "warning",
    "QSSLPCL",
    needs=(TlsSettings,),
    releases="610+",
    fix="CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.2') with TLSV1.3 where the release has it",
    sources=("https://www.ibm.com/support/pages/node/666411",),
    facts=("IBMI-TLS-WEAKPROTO",),
)
def weak_protocol(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TlsSettings):
        weak = [word for word in item.protocols or () if word in ibmi_protocols.WEAK_PROTOCOLS]
        if item.pcl is None or not weak or (item.level and item.level < FIRST):
            continue
        said = "" if item.protocols_certain else "probably "
        shown = " ".join(item.pcl.words)
        yield finding(
            "IBMI402",
            f"QSSLPCL {shown}{on(item.system)} {said}enables {listed(weak)}",
            (item.pcl.place, "QSSLPCL"),
            about=names(item.system, "QSSLPCL"),
        )
