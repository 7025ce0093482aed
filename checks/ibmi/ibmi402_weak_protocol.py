"""Protocols that IBM calls weak are enabled.

## Why it matters

TLS 1.1, TLS 1.0, SSL 3.0 and SSL 2.0 are on IBM's list of weak protocols. Partners and auditors refuse them,
and attacks on them are known.

## How it is decided

By QSSLPCL; ``*OPSYS`` is written out by release. Where IBM's pages leave open what that stands for, where
QSSLPCL was not collected, and where the two differ, the supported protocols in the output of TLSCONFIG or
SSLCONFIG say it; that these are the ones enabled is inferred, so the message says "probably".

Who uses them is told by the handshake counters of that output, by prints of TRCINT and by SK entries of the
audit journal, as far as they were collected. What the counters count is not published beyond their name.

## What to do

A version with 0 handshakes in the counters can most likely be turned off at once. For one in use, move its
partners first (TRCINT and SK entries name their addresses). Then
``CHGSYSVAL SYSVAL(QSSLPCL) VALUE('*TLSV1.3 *TLSV1.2')`` with the versions that your release has.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import OPEN_LIST, VALUES, listed, names, on
from ibmi._uses import evidence, told, uses
from ssldiag.api import Facts, Finding, Located, Place, TlsSettings, Undecided, check, finding, ibmi_protocols

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
    facts=("IBMI-TLS-WEAKPROTO", "IBMI-TLS-OPSYS-TABLE"),
)
def weak_protocol(facts: Facts) -> Iterator[Finding]:
    unknown: list[TlsSettings] = []
    for item in facts.all(TlsSettings):
        if item.level and item.level < FIRST:
            continue
        if item.protocols is None:
            unknown.append(item)
            continue
        weak = [word for word in item.protocols if word in ibmi_protocols.WEAK_PROTOCOLS]
        if weak:
            used = uses(facts, item.system, weak)
            yield finding(
                "IBMI402",
                f"{said(item)} {listed(weak)}{told(used)}",
                *where(item, weak),
                *evidence(used),
                about=names(item.system, "QSSLPCL"),
            )
    if unknown:
        wanted = OPEN_LIST if unknown[0].pcl else VALUES
        raise Undecided(f"nothing tells which protocols are enabled{on(unknown[0].system)}", wanted)


def said(item: TlsSettings) -> str:
    """What enables them, who says so, and how sure that is."""
    by = "by TLSCONFIG, " if item.protocols_shown else ""
    words = f" {' '.join(item.pcl.words)}" if item.pcl else ""
    return f"{by}QSSLPCL{words}{on(item.system)} {'' if item.protocols_certain else 'probably '}enables"


def where(item: TlsSettings, weak: list[str]) -> list[tuple[Located[str] | Place, str]]:
    """QSSLPCL, and the supported list of the service tools where that tells more."""
    shown = [word for word in item.protocols_shown or () if word.value in weak]
    places: list[tuple[Located[str] | Place, str]] = [(item.pcl.place, "QSSLPCL")] if item.pcl else []
    return places + [(word, "supported") for word in shown[:2]]
