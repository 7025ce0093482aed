"""An application that is configured for TLS refuses it.

## Why it matters

Clients that insist on TLS cannot work; others go on in the clear, with passwords that anybody on the way can
read.

## How it is decided

In a live look the application answered in its protocol, and refused TLS (``AUTH TLS``, ``STARTTLS``, the
option START_TLS) or ended the connection instead of granting it. z/VM's FTP server says ``421 Temporarily
unable to process security``, and its Telnet server ``SSL Server is not available on local system``, while no
SSL server takes the connection.

## What to do

``SSLADMIN QUERY STATUS`` shows whether SSL servers run and have room; the console of the application shows
why it cannot use its label. Where the refusal is final (534, 502), the application runs with another
configuration than the one collected: restart it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, check, finding
from tls._live import about, configured, named, seen


@check(
    "TLS204",
    "live-tls-refused",
    "error",
    "live look",
    needs=(ServedPort,),
    caused_by=("ZVM706", "ZVM707", "ZVM710", "ZVM708", "ZVM501", "ZVM505"),
    fix="see with SSLADMIN QUERY STATUS whether SSL servers run, then at the console of the application",
    sources=("RFC 4217", "RFC 3207", "draft-altman-telnet-starttls"),
)
def live_tls_refused(facts: Facts) -> Iterator[Finding]:
    for served in facts.all(ServedPort):
        if served.expected and served.probed.step == "starttls":
            yield finding(
                "TLS204",
                f"{named(served)} is configured for TLS, and came to none: {served.probed.trouble}",
                *configured(served),
                seen(served),
                about=about(served),
            )
