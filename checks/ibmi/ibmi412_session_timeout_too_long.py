"""A session time-out is longer than sessions live.

## Why it matters

The data of a TLS 1.0 or SSL 3.0 session never stay in the cache for more than 24 hours. A longer time-out
changes nothing, and may mislead.

## How it is decided

By the session time-out of an application's definition, in seconds: more than 86400.

## What to do

Set it to 86400 or less.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Application, Facts, Finding, check, finding

LONGEST = 86_400


@check(
    "IBMI412",
    "session-timeout-too-long",
    "info",
    "application definitions",
    needs=(Application,),
    certainty="inferred",
    fix="set the session time-out to 86400 seconds or less",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-TLS-SIDCACHE",),
)
def session_timeout_too_long(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Application):
        if item.session_timeout and item.session_timeout.value > LONGEST:
            yield finding(
                "IBMI412",
                f"{item.id}{on(item.system)} keeps sessions for {item.session_timeout} seconds, "
                f"but none lives longer than {LONGEST}",
                (item.session_timeout, "the time-out"),
                about=names(item.system, item.id.value),
            )
