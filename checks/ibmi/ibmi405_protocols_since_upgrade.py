"""QSSLPCL was not adjusted after an upgrade.

## Why it matters

A QSSLPCL with a list of its own stays as it is when the release changes: versions that the new release brings
are not added, so partners that ask for them are refused.

## How it is decided

By ``upgraded-from`` in a settings form, the release and QSSLPCL: the newer release can do versions that the
older could not, and the list names none of them.

## What to do

Add them (``CHGSYSVAL SYSVAL(QSSLPCL)``), or set ``*OPSYS`` and let each release choose.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import listed, names, on
from ssldiag.api import NOTHING, Facts, Finding, IbmiSystem, TlsSettings, Undecided, check, finding
from ssldiag.api import ibmi_levels as levels
from ssldiag.api import ibmi_protocols as protocols


@check(
    "IBMI405",
    "protocols-since-upgrade",
    "warning",
    "QSSLPCL",
    needs=(TlsSettings,),
    releases="610+",
    fix="add the new protocols to QSSLPCL with CHGSYSVAL, or set *OPSYS",
    sources=("https://www.ibm.com/docs/en/i/7.5.0?topic=settings-protocol-configuration",),
    facts=("IBMI-TLS-OPSYS-UPGRADE",),
)
def protocols_since_upgrade(facts: Facts) -> Iterator[Finding]:
    before = {item.name: item.upgraded_from for item in facts.all(IbmiSystem)}
    if not any(before.values()):
        raise Undecided("nothing tells of an upgrade", NOTHING)
    for item in facts.all(TlsSettings):
        was = before.get(item.system)
        old = levels.parse(was.value) if was else None
        if item.pcl is None or was is None or old is None or item.level is None or "*OPSYS" in item.pcl.words:
            continue
        could = protocols.supported_protocols(old)
        new = [word for word in protocols.supported_protocols(item.level) if word not in could]
        if new and not set(new) & set(item.protocols or ()):
            yield finding(
                "IBMI405",
                f"QSSLPCL{on(item.system)} is still without {listed(new)}, which {levels.spoken(item.level)} "
                f"has and {levels.spoken(old)} had not",
                (item.pcl.place, "QSSLPCL"),
                (was, "the release before"),
                about=names(item.system, "QSSLPCL"),
            )
