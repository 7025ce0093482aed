"""The label that the SMTP server names is not in the key database, or has no private key.

## Why it matters

Without it the SMTP server cannot offer STARTTLS, or ends at its start.

## How it is decided

TLSLABEL in SMTP CONFIG is looked for, letter by letter, in the key database of the SSL servers of its
stack.

## What to do

Correct TLSLABEL, or add the certificate with its private key under that label; ``SSLADMIN REFRESH``;
restart SMTP.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, ProtectedApplication, check
from zvm._labels import missing_labels


@check(
    "ZVM505",
    "smtp-label-missing",
    "error",
    "SMTP CONFIG and key database",
    needs=(ProtectedApplication, KeyDatabase),
    caused_by=("ZVM508", "CERT121"),
    fix="correct TLSLABEL in SMTP CONFIG or add the certificate, then SSLADMIN REFRESH",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("APP005",),
)
def smtp_label_missing(facts: Facts) -> Iterator[Finding]:
    apps = [app for app in facts.all(ProtectedApplication) if app.name == "SMTP"]
    yield from missing_labels(facts, "ZVM505", apps, "TLSLABEL")
