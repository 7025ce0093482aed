"""The FTP server is told to use TLS and has no label.

## Why it matters

Without TLSLABEL there is no certificate to use: AUTH TLS is refused, and with REQUIRED nobody gets in.

## How it is decided

SECURECONTROL or SECUREDATA in SRVRFTP CONFIG is other than NEVER and there is no TLSLABEL. That a label
is needed is our reading of the statements.

## What to do

Add ``TLSLABEL label`` to SRVRFTP CONFIG and restart the FTP server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ProtectedApplication, check, finding


@check(
    "ZVM502",
    "ftp-without-label",
    "warning",
    "SRVRFTP CONFIG",
    needs=(ProtectedApplication,),
    releases="530+",
    certainty="inferred",
    caused_by=("ZVM511",),
    fix="add TLSLABEL <label> to SRVRFTP CONFIG",
    sources=("inferred from the IBM deck on multiple SSL servers, 2010",),
    facts=("APP002",),
)
def ftp_without_label(facts: Facts) -> Iterator[Finding]:
    for app in facts.all(ProtectedApplication):
        if app.name == "FTP" and app.wants_tls and app.label is None and app.security:
            yield finding(
                "ZVM502",
                f"the FTP server is to use TLS ({app.security.value}) but names no TLSLABEL",
                app.security,
                about=(app.userid or "FTPSERVE",),
            )
