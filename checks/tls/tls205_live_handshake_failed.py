"""The handshake with a port that is configured for TLS fails.

## Why it matters

The look offers more than most clients do; where it fails, nearly every client fails.

## How it is decided

The verdict on the live handshake (``docs/verdict.md``) is that it failed. A server that wants a certificate
of the client has done as it should, and is left out.

## What to do

The sentence names the side and the cause; ``ssldiag probe HOST:PORT`` has the whole verdict, with what each
side will have logged and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, check, finding
from tls._live import about, configured, named, seen

OWN = ("client_certificate_missing", "client_certificate_rejected")
"""Causes that are the doing of the one who looks."""


@check(
    "TLS205",
    "live-handshake-failed",
    "warning",
    "live look",
    needs=(ServedPort,),
    certainty="inferred",
    caused_by=("ZVM706", "ZVM707", "ZVM507", "CERT101", "TLS103"),
    fix="see the whole verdict with ssldiag probe, and the log of the side that it names",
    sources=("docs/verdict.md",),
)
def live_handshake_failed(facts: Facts) -> Iterator[Finding]:
    for served in facts.all(ServedPort):
        probed = served.probed
        failed = probed.step not in ("resolve", "connect", "starttls") and probed.outcome == "failed"
        if served.expected and failed and probed.cause not in OWN:
            yield finding(
                "TLS205",
                f"{named(served)} is configured for TLS, and the handshake failed ({probed.cause}): "
                f"{probed.why.rstrip('.')}",
                *configured(served),
                seen(served),
                about=about(served),
            )
