"""A partner and the system have no TLS version in common.

## Why it matters

Without a common version no handshake succeeds: the client shows "Received fatal alert: protocol_version", or
alert 70 or 40.

## How it is decided

By the protocols that a settings form lists for the partner, against QSSLPCL. ``*OPSYS`` is written out by
release first; where IBM's pages leave open what it stands for, this is a warning that says "probably".

## What to do

Raise QSSLPCL (``CHGSYSVAL SYSVAL(QSSLPCL)``) to what the partner asks for, if the release has it; else let
the partner accept an older version.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, Severity, TlsPeer, TlsSettings, check, finding, ibmi_protocols

FIRST = 610


@check(
    "IBMI410",
    "versions-do-not-meet",
    "error",
    "QSSLPCL and partners",
    needs=(TlsPeer, TlsSettings),
    releases="610+",
    caused_by=("IBMI109", "IBMI405"),
    fix="CHGSYSVAL SYSVAL(QSSLPCL): enable a version that the partner takes",
    sources=(
        "https://github.com/IBM/JTOpen/issues/129",
        "https://www.ibm.com/docs/en/i/7.5.0?topic=settings-protocol-configuration",
    ),
    facts=("IBMI-TLS-SERVER-MIN", "IBMI-TLS-OPSYS-TABLE"),
)
def versions_do_not_meet(facts: Facts) -> Iterator[Finding]:
    settings = {item.system: item for item in facts.all(TlsSettings)}
    for peer in facts.all(TlsPeer):
        ours = settings.get(peer.system)
        words = [word.value for word in peer.protocols]
        if ours is None or ours.pcl is None or not ours.protocols or (ours.level or FIRST) < FIRST:
            continue
        known = all(ibmi_protocols.tries(word) for word in words)
        if words and known and ibmi_protocols.meet_lists(words, ours.protocols) is None:
            said = "has" if ours.protocols_certain else "probably has"
            yield finding(
                "IBMI410",
                f"{peer.name} takes only {few(words)}, the system{on(peer.system)} {said} "
                f"{few(ours.protocols)}",
                (ours.pcl.place, "QSSLPCL"),
                (peer.protocols[0], "what the partner takes"),
                about=names(peer.system, "QSSLPCL", peer.name),
                severity=None if ours.protocols_certain else Severity.WARNING,
            )
