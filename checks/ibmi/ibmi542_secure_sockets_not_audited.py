"""Connections with TLS are not written to the audit journal.

## Why it matters

Only with ``*NETSECURE`` in QAUDLVL does the journal get SK entries of type S and X: which version and cipher
each connection used, and which handshakes failed.

## How it is decided

By QAUDLVL, and QAUDLVL2 where QAUDLVL names it.

## What to do

If you want them: ``CHGSECAUD QAUDLVL(*NETSECURE)`` beside the values that are there now.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on
from ssldiag.api import Facts, Finding, SystemValue, check, finding

FIRST = 730


@check(
    "IBMI542",
    "secure-sockets-not-audited",
    "info",
    "QAUDLVL",
    needs=(SystemValue,),
    releases="730+",
    fix="CHGSECAUD: add *NETSECURE to QAUDLVL if you want to see versions, ciphers and failed handshakes",
    sources=("http://www.ibm.com/support/knowledgecenter/en/ssw_ibm_i_73/rzain/rzainauditjrn.htm",),
    facts=("IBMI-DAT-SKAUDIT",),
)
def secure_sockets_not_audited(facts: Facts) -> Iterator[Finding]:
    for value in facts.all(SystemValue):
        level = level_of(facts, value.system)
        if value.name != "QAUDLVL" or not level or level < FIRST:
            continue
        more = [
            item for item in facts.all(SystemValue) if (item.system, item.name) == (value.system, "QAUDLVL2")
        ]
        elsewhere = "*AUDLVL2" in value.words and (not more or "*NETSECURE" in more[0].words)
        if "*NETSECURE" not in value.words and not elsewhere:
            yield finding(
                "IBMI542",
                f"QAUDLVL{on(value.system)} has no *NETSECURE: the audit journal shows no handshakes",
                (value.place, "QAUDLVL"),
                about=names(value.system),
            )
