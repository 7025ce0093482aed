"""A port still shows an older certificate than the key database has under its label.

## Why it matters

An SSL server reads its key database when it starts and on SSLADMIN REFRESH; IBM HTTP Server reads it when it
starts. A certificate that was renewed in between is not served until then: clients go on seeing the old one
until the day it expires, and then fail all at once.

## How it is decided

``ssldiag doctor --live``, or a saved result of ``ssldiag probe``, shows another certificate at a port than
the one under the port's label in the collected key database, and the one in the database began later, but
before the look. A database that may be an older copy than what is served says nothing. That the collected
database is the one in use is taken for granted.

## What to do

``SSLADMIN REFRESH`` on z/VM, a restart of IBM HTTP Server, then look again: open connections keep their
certificate. If the old one is still shown, see which key database KEYFILE names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ssldiag.api import (
    Facts,
    Finding,
    KeyDatabase,
    ProbedCertificate,
    ServedPort,
    StoredCertificate,
    check,
    finding,
)
from tls._live import about, listed, named, seen, stored

SHOWN = 5
"""Ports of which the places are shown."""


@check(
    "TLS201",
    "live-certificate-old",
    "warning",
    "live look and key database",
    needs=(ServedPort, KeyDatabase),
    certainty="inferred",
    caused_by=("ZVM609",),
    fix="SSLADMIN REFRESH (z/VM), or restart the server, then look again",
    sources=("inferred from IBM's deck on multiple SSL servers, 2010 (SSLADMIN REFRESH)",),
)
def live_certificate_old(facts: Facts) -> Iterator[Finding]:
    late: dict[tuple[str, str], list[tuple[ServedPort, StoredCertificate]]] = {}
    for served in facts.all(ServedPort):
        entry = newer(facts, served)
        if entry is not None and served.label is not None:
            key = served.label.value, served.probed.chain[0].sha256
            late.setdefault(key, []).append((served, entry))
    for found in late.values():
        yield old(found)


def newer(facts: Facts, served: ServedPort) -> StoredCertificate | None:
    """The certificate that the port should show, if it shows one that is older."""
    if served.label is None or not served.probed.chain:
        return None
    shown, entries = served.probed.chain[0], stored(facts, served.label.value)
    if any(entry.certificate and entry.certificate.sha256 == shown.sha256 for entry in entries):
        return None
    return next((entry for entry in entries if follows(shown, entry, served.probed.started)), None)


def follows(shown: ProbedCertificate, entry: StoredCertificate, moment: datetime) -> bool:
    """Whether the stored certificate began after the one that is shown, and before it was looked at."""
    if shown.not_before is None or entry.not_before is None:
        return False
    return shown.not_before < entry.not_before < moment


def old(found: list[tuple[ServedPort, StoredCertificate]]) -> Finding:
    """The finding about all ports of one label that show the same certificate."""
    first, entry = found[0]
    shown, names = first.probed.chain[0], listed(named(served) for served, _ in found)
    until = f" until {shown.not_after:%Y-%m-%d}" if shown.not_after else ""
    there = f" is valid until {entry.not_after:%Y-%m-%d}" if entry.not_after else " is newer"
    serve = "still serves" if len(found) == 1 else "still serve"
    return finding(
        "TLS201",
        f"label {entry.label}{there} in the key database, and {names} {serve} the old certificate{until}, "
        f"{shown.subject}",
        *(seen(served) for served, _ in found[:SHOWN]),
        (entry.place, f"the certificate under {entry.label}"),
        *((served.label, "the label of the port") for served, _ in found[:SHOWN] if served.label),
        about=tuple(name for served, _ in found for name in about(served)),
    )
