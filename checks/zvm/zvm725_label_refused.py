"""The FTP server ended because its TLSLABEL was refused.

## Why it matters

At its start the FTP server asks the stack about its label. If the SSL servers do not know it, the FTP
server ends with DTCFTS8467E, and the stack cannot autolog it again: FTP is down, not only secure FTP.

## How it is decided

By DTCFTS8467E in the latest run of a machine. The message names the label and the reason.

## What to do

Compare TLSLABEL in SRVRFTP CONFIG letter by letter with the labels in the key database that KEYFILE
names. After adding a certificate: ``SSLADMIN REFRESH``, then start the FTP server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, ProtectedApplication, check, finding
from zvm._console import messages


@check(
    "ZVM725",
    "label-refused",
    "error",
    "console of the FTP server",
    needs=(ConsoleRun,),
    messages=("DTCFTS8467E",),
    caused_by=("ZVM501", "ZVM508", "ZVM510", "ZVM609", "ZVM710", "ZVM706", "ZVM301"),
    fix="correct TLSLABEL in SRVRFTP CONFIG or add the certificate, SSLADMIN REFRESH, start the FTP server",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("APP001",),
)
def label_refused(facts: Facts) -> Iterator[Finding]:
    for run, message in messages(facts, "DTCFTS8467E"):
        label = message.field("label")
        reason = message.field("reason")
        configured = [
            app
            for app in facts.all(ProtectedApplication)
            if app.name == "FTP" and app.label and app.label.value.upper() == label.upper()
        ]
        where = [Evidence(message.place)]
        where += [Evidence(app.place, "the label configured") for app in configured]
        who = run.machine or "the FTP server"
        yield finding(
            "ZVM725",
            f"{who} ended: its TLS label {label} was refused ({reason.rstrip('.') or 'no reason given'})",
            *where,
            about=(label, run.machine or "FTPSERVE"),
        )
