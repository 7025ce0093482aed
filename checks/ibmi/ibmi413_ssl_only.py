"""An application asks for SSL 3.0 or 2.0 alone.

## Why it matters

Applications get TLS by themselves, unless they ask for SSL 3.0 or SSL 2.0 only. Almost no partner accepts
these any more.

## How it is decided

By the protocols of an application's definition: no TLS version is among them.

## What to do

Change the definition, or the program's call: TLS with SSL 3.0 compatibility at V5R4, the system's default
from 7.1 on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Application, Facts, Finding, check, finding, ibmi_protocols


@check(
    "IBMI413",
    "ssl-only",
    "warning",
    "application definitions",
    needs=(Application,),
    fix="let the application use TLS: the system's default, or TLSV1_SSLV3 at V5R4",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-TLS-V3-ONLY",),
)
def ssl_only(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Application):
        tried = [ibmi_protocols.tries(word.value) for word in item.protocols]
        if tried and all(words and all(word.startswith("SSL") for word in words) for words in tried):
            yield finding(
                "IBMI413",
                f"{item.id}{on(item.system)} asks for {few(word.value for word in item.protocols)} alone",
                (item.protocols[0], "its protocols"),
                about=names(item.system, item.id.value),
            )
