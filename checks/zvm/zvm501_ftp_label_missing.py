"""The label that the FTP server names is not in the key database, or has no private key.

## Why it matters

At its start the FTP server asks for its TLSLABEL. If the SSL servers do not know it the FTP server ends
with DTCFTS8467E, and FTP is down altogether.

## How it is decided

TLSLABEL in SRVRFTP CONFIG is looked for, letter by letter, in the key database of the SSL servers of its
stack. The database must have been collected, or a gskkyman listing of it.

## What to do

Correct TLSLABEL, or add the certificate with its private key under that label; ``SSLADMIN REFRESH``; then
start the FTP server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, ProtectedApplication, check
from zvm._labels import missing_labels


@check(
    "ZVM501",
    "ftp-label-missing",
    "error",
    "SRVRFTP CONFIG and key database",
    needs=(ProtectedApplication, KeyDatabase),
    messages=("DTCFTS8467E",),
    caused_by=("ZVM508", "CERT121"),
    fix="correct TLSLABEL in SRVRFTP CONFIG or add the certificate, SSLADMIN REFRESH, start the FTP server",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("APP001",),
)
def ftp_label_missing(facts: Facts) -> Iterator[Finding]:
    apps = [app for app in facts.all(ProtectedApplication) if app.name == "FTP"]
    yield from missing_labels(facts, "ZVM501", apps, "TLSLABEL")
