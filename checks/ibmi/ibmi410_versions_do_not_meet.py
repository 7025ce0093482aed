"""A partner and the system have no TLS version in common.

## Why it matters

Without a common version no handshake succeeds: the client shows "Received fatal alert: protocol_version", or
alert 70 or 40.

## How it is decided

By the protocols that a settings form lists for the partner, against QSSLPCL. ``*OPSYS`` is written out by
release first; where IBM's pages leave open what it stands for, where QSSLPCL was not collected, and where
the two differ, the supported protocols in the output of TLSCONFIG take its place. Neither is certain: this is
a warning that says "probably" then.

Where the two do meet, the application that the partner goes to is looked at: if its definition in DCM names
versions, it takes no others. If no versions are known of it, the default protocols of TLSCONFIG are what it
gets unless its program asks for others; if the partner takes none of these, that is a warning.

## What to do

Raise QSSLPCL (``CHGSYSVAL SYSVAL(QSSLPCL)``) to what the partner asks for, if the release has it; else let
the partner accept an older version. Versions of one application are set in DCM, its definition.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import applications, serves
from ibmi._systems import OPEN_LIST, VALUES, few, names, on
from ssldiag.api import (
    Application,
    Facts,
    Finding,
    Located,
    Severity,
    TlsPeer,
    TlsSettings,
    Undecided,
    check,
    finding,
    ibmi_protocols,
)

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
    unknown: list[TlsSettings] = []
    for peer in facts.all(TlsPeer):
        ours = settings.get(peer.system)
        if ours is None or (ours.level or FIRST) < FIRST or not versions(peer.protocols):
            continue
        if not ours.protocols:
            unknown.append(ours)
        elif meets(peer, ours.protocols):
            yield from narrower(facts, peer, ours)
        else:
            yield by_system(peer, ours)
    if unknown:
        wanted = OPEN_LIST if unknown[0].pcl else VALUES
        raise Undecided(f"nothing tells which protocols are enabled{on(unknown[0].system)}", wanted)


def versions(words: tuple[Located[str], ...]) -> tuple[str, ...]:
    """The words, none where one of them is not known."""
    known = all(ibmi_protocols.tries(word.value) for word in words)
    return tuple(word.value for word in words) if known else ()


def meets(peer: TlsPeer, ours: tuple[str, ...]) -> bool:
    """Whether a partner takes one of these versions."""
    return ibmi_protocols.meet_lists((word.value for word in peer.protocols), ours) is not None


def by_system(peer: TlsPeer, ours: TlsSettings) -> Finding:
    """The partner takes nothing that the system has."""
    said = "has" if ours.protocols_certain else "probably has"
    by = " by TLSCONFIG" if ours.protocols_shown else ""
    shown = ours.protocols_shown or ()
    return finding(
        "IBMI410",
        f"{takes(peer)}, the system{on(peer.system)} {said} {few(ours.protocols or ())}{by}",
        *([(ours.pcl.place, "QSSLPCL")] if ours.pcl else []),
        *((word, "supported") for word in shown[:1]),
        (peer.protocols[0], "what the partner takes"),
        about=names(peer.system, "QSSLPCL", peer.name),
        severity=None if ours.protocols_certain else Severity.WARNING,
    )


def narrower(facts: Facts, peer: TlsPeer, ours: TlsSettings) -> Iterator[Finding]:
    """The system has a version that the partner takes, the application does not use it."""
    wanted = peer.server.value if peer.server else ""
    met = [item for item in applications(facts, peer.system) if serves(item, wanted)]
    own = next((item for item in met if versions(item.protocols)), None)
    about = names(peer.system, peer.name, own.id.value if own else "")
    defaults = tuple(word.value for word in ours.default_protocols or ())
    if own:
        left = both(own, ours)
        if not meets(peer, left):
            yield finding(
                "IBMI410",
                f"{takes(peer)}, {own.id}{on(peer.system)} {f'only {few(left)}' if left else 'nothing'} "
                "of what the system has",
                (own.protocols[0], "its definition"),
                (peer.protocols[0], "what the partner takes"),
                about=about,
                severity=None if ours.protocols_certain else Severity.WARNING,
                fix=f"DCM, Manage Applications: let {own.id} use a version that the partner takes",
            )
    elif ours.default_protocols and not meets(peer, defaults):
        yield finding(
            "IBMI410",
            f"{takes(peer)}; programs that name no version probably use only {few(defaults)}"
            f"{on(peer.system)}",
            (ours.default_protocols[0], "default protocols"),
            (peer.protocols[0], "what the partner takes"),
            about=about,
            severity=Severity.WARNING,
            fix="DCM, the application's definition: name a version that the partner takes; "
            "or change the eligible default protocols with TLSCONFIG",
        )


def takes(peer: TlsPeer) -> str:
    """What a partner takes, in words."""
    return f"{peer.name} takes only {few(word.value for word in peer.protocols)}"


def both(own: Application, ours: TlsSettings) -> tuple[str, ...]:
    """The versions that an application's definition names and the system has, newest first."""
    tried = {version for word in own.protocols for version in ibmi_protocols.tries(word.value)}
    return tuple(version for version in ours.protocols or () if version in tried)
