"""The FTP server ended because its TLSLABEL was refused.

## Why it matters

At its start the FTP server asks the stack about its label. If the SSL servers do not know it, the FTP
server ends with DTCFTS8467E, and the stack cannot autolog it again: FTP is down, not only secure FTP.

## How it is decided

By DTCFTS8467E in the latest run of a machine. The message names the label and the reason. Whether the label
is in the key database now changes the advice alone.

## What to do

Compare TLSLABEL in SRVRFTP CONFIG letter by letter with the labels in the key database that KEYFILE
names. After adding a certificate: ``SSLADMIN REFRESH``, then start the FTP server.

Where the label is in the key database after all, the SSL servers had not read it yet: it is new, or none of
them was up when the FTP server asked. TIMEOUT of SSLSERVERID says how long the others wait for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Evidence,
    Facts,
    Finding,
    ProtectedApplication,
    StoredCertificate,
    check,
    finding,
)
from zvm._console import messages
from zvm._labels import databases_for

THERE = (
    "start the FTP server again; SSLADMIN REFRESH first if the certificate is new, "
    "a longer TIMEOUT of SSLSERVERID if no SSL server was up yet"
)
"""The advice where nothing is wrong with the label."""


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
        stored = [entry for app in configured if (entry := usable(facts, app))]
        where += [Evidence(entry.place, "the label is here, with its key") for entry in stored[:1]]
        who = run.machine or "the FTP server"
        yield finding(
            "ZVM725",
            f"{who} ended: its TLS label {label} was refused ({reason.rstrip('.') or 'no reason given'})",
            *where,
            about=(label, run.machine or "FTPSERVE"),
            fix=THERE if stored else "",
        )


def usable(facts: Facts, app: ProtectedApplication) -> StoredCertificate | None:
    """The certificate with a key that an application's label names, if its database was collected."""
    label = app.label.value if app.label else ""
    found = (entry for database in databases_for(facts, app) if (entry := database.label(label)))
    return next((entry for entry in found if entry.has_key), None)
