"""Handshakes in a capture failed.

## Why it matters

A capture shows which side ended a handshake and what it said, where a log has only a number, or nothing.

## How it is decided

Every handshake of the captures gets a verdict; those that failed are grouped by server, cause and side. What
a verdict is not sure of is information only. Faults of the capture itself (packets cut short, one direction
only) are no failures.

## What to do

The finding says it for its cause. ``ssldiag pcap FILE`` shows each handshake step by step, with what each
side will have logged.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import CapturedHandshake, Facts, Finding, Severity, check, finding
from tls._captures import certificate_of, spoken, suites_of

PLACES = 4
"""Handshakes named as evidence: more of one kind tell nothing new."""

Kind = tuple[str, str, str | None]

SERVER_CERTIFICATE = (
    *("certificate_expired", "certificate_not_yet_valid", "certificate_rejected", "certificate_wrong_name"),
    *("incomplete_chain", "self_signed_certificate", "server_certificate_unusable", "unknown_ca"),
)
"""Causes that a finding about the certificate of the server may explain."""

SUITES = ("no_common_cipher", "handshake_refused", "peer_closed", "reset")
"""Causes that a finding about the cipher suites may explain."""


@check(
    "TLS104",
    "handshakes-failed",
    "warning",
    "capture",
    needs=(CapturedHandshake,),
    caused_by=("TLS101", "TLS102", "TLS103", "CERT101"),
    fix="ssldiag pcap FILE shows each of them step by step",
    sources=("RFC 8446 6, RFC 5246 7.2",),
)
def handshakes_failed(facts: Facts) -> Iterator[Finding]:
    groups: dict[Kind, list[CapturedHandshake]] = {}
    for handshake in facts.all(CapturedHandshake):
        if handshake.outcome == "failed":
            kind = spoken(handshake.server), handshake.cause, handshake.by
            groups.setdefault(kind, []).append(handshake)
    for group in groups.values():
        yield failed(group)


def failed(group: list[CapturedHandshake]) -> Finding:
    """The finding about handshakes of one kind."""
    first = group[0]
    number = "a handshake" if len(group) == 1 else f"{len(group):,} handshakes"
    side = f", by the {first.by}" if first.by else ""
    return finding(
        "TLS104",
        f"{number} with {spoken(first.server)} failed: {first.cause}{side} ({first.confidence}): {first.why}",
        *((each.place, f"client {spoken(each.client)}") for each in group[:PLACES]),
        about=names(first),
        severity=Severity.INFO if first.confidence == "possible" else None,
        fix=first.advice,
    )


def names(handshake: CapturedHandshake) -> tuple[str, ...]:
    """What it concerns, so that it can be told beneath its cause."""
    found = [spoken(handshake.server), handshake.cause]
    if handshake.cause in SERVER_CERTIFICATE:
        found.append(certificate_of(handshake.server))
    if handshake.cause in SUITES:
        found.append(suites_of(handshake.server))
    return tuple(found)
