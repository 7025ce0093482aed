"""A live look at a port found something to worry about.

## Why it matters

What a client meets counts, whatever the configuration says: an expired certificate, a name that does not
fit, a chain without its intermediate, suites and versions that no one should speak any more.

## How it is decided

``ssldiag probe`` judges what it sees by RFC 9325 and the rules for chains (``docs/probe.md``, Findings). Its
errors and warnings are repeated here, one finding for each, however many ports have it; its remarks are not.
What the checks TLS203 to TLS205 tell with the configuration beside it is left to them.

## What to do

``docs/probe.md`` explains each word. What belongs to the certificate is mended in the key database, what
belongs to versions and suites in PROTOCOL and EXEMPT or their like.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, Severity, check, finding
from tls._live import about, listed, named, seen

SHOWN = 5
"""Ports of which the places are shown."""


@check(
    "TLS208",
    "live-finding",
    "warning",
    "live look",
    needs=(ServedPort,),
    caused_by=("TLS201", "TLS202", "CERT101", "CERT104", "CERT106", "TLS206", "TLS207"),
    fix="see docs/probe.md for the word in brackets",
    sources=("RFC 9325", "RFC 5280 6.1", "RFC 6125"),
)
def live_finding(facts: Facts) -> Iterator[Finding]:
    found: dict[tuple[str, str, str], list[ServedPort]] = {}
    for served in facts.all(ServedPort):
        for worry in served.probed.findings:
            if worry[0] in ("error", "warning") and not told(served, worry[1]):
                found.setdefault(worry, []).append(served)
    for (severity, word, message), ports in found.items():
        yield finding(
            "TLS208",
            f"{listed(map(named, ports))}: {message} [{word}]",
            *(seen(served) for served in ports[:SHOWN]),
            about=tuple(name for served in ports for name in about(served)),
            severity=Severity(severity),
        )


def told(served: ServedPort, word: str) -> bool:
    """Whether another check tells of it, with the configuration beside it."""
    failed = served.probed.step is not None or served.probed.outcome == "failed"
    return bool(served.expected) and failed and word in (served.probed.cause, "unreachable")
