"""The label of a secure port, or of the Telnet server, is not in the key database, or has no private key.

## Why it matters

The handshake on such a port cannot start. Clients see the connection close, Telnet users that no SSL
server is available.

## How it is decided

Labels of PORT ... SECURE and of TLSLABEL in INTERNALCLIENTPARMS are looked for, letter by letter, in the
key database of the SSL servers of the stack.

## What to do

Correct the label in PROFILE TCPIP, or add the certificate with its private key under that label; then
``SSLADMIN REFRESH``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, ProtectedApplication, check
from zvm._labels import missing_labels


@check(
    "ZVM507",
    "port-label-missing",
    "error",
    "PROFILE TCPIP and key database",
    needs=(ProtectedApplication, KeyDatabase),
    caused_by=("ZVM508", "CERT121"),
    fix="correct the label in PROFILE TCPIP or add the certificate, then SSLADMIN REFRESH",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("APP007",),
)
def port_label_missing(facts: Facts) -> Iterator[Finding]:
    apps = [app for app in facts.all(ProtectedApplication) if app.name not in ("FTP", "SMTP")]
    yield from missing_labels(facts, "ZVM507", apps, "")
