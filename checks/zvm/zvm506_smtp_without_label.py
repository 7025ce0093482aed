"""The SMTP server is told to use TLS and has no label.

## Why it matters

Without TLSLABEL there is no certificate to use, so STARTTLS fails.

## How it is decided

TLS in SMTP CONFIG is other than NEVER and there is no TLSLABEL. That a label is needed is our reading of
the statements.

## What to do

Add ``TLSLABEL label`` to SMTP CONFIG and restart SMTP.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ProtectedApplication, check, finding


@check(
    "ZVM506",
    "smtp-without-label",
    "warning",
    "SMTP CONFIG",
    needs=(ProtectedApplication,),
    releases="530+",
    certainty="inferred",
    caused_by=("ZVM511",),
    fix="add TLSLABEL <label> to SMTP CONFIG",
    sources=("inferred from the IBM deck on multiple SSL servers, 2010",),
    facts=("APP006",),
)
def smtp_without_label(facts: Facts) -> Iterator[Finding]:
    for app in facts.all(ProtectedApplication):
        if app.name == "SMTP" and app.wants_tls and app.label is None and app.security:
            yield finding(
                "ZVM506",
                f"SMTP is to use TLS ({app.security.value}) but names no TLSLABEL",
                app.security,
                about=(app.userid or "SMTP",),
            )
