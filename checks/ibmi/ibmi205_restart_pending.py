"""Settings of Management Central are stored, but not active.

## Why it matters

OK in the Security page only stores the settings; the running server most likely keeps the old ones until it
is stopped and started. In the meantime partners that have changed do not reach it.

## How it is decided

By settings forms: the stored and the active values of a system differ.

## What to do

When all steps before the restart are done (Compare and Update has finished): stop and start Management
Central, ``ENDTCPSVR SERVER(*MGTC)``, ``STRTCPSVR SERVER(*MGTC)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, McServer, check, finding


@check(
    "IBMI205",
    "restart-pending",
    "warning",
    "Management Central",
    needs=(McServer,),
    certainty="inferred",
    fix="ENDTCPSVR SERVER(*MGTC), then STRTCPSVR SERVER(*MGTC), when Compare and Update has finished",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-PENDING-RESTART",),
)
def restart_pending(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(McServer):
        ssl = item.ssl_stored and item.ssl_active and item.ssl_stored.value != item.ssl_active.value
        level = item.level_stored and item.level_active and item.level_stored.value != item.level_active.value
        if ssl and item.ssl_stored and item.ssl_active:
            word = "on" if item.ssl_stored.value else "off"
            yield finding(
                "IBMI205",
                f"{item.system} has SSL stored as {word}, but its running server does not use it so yet",
                (item.ssl_stored, "stored"),
                (item.ssl_active, "active"),
                about=(item.system,),
            )
        elif level and item.level_stored and item.level_active:
            yield finding(
                "IBMI205",
                f"level {item.level_stored} is stored on {item.system}, but the running server uses "
                f"{item.level_active}",
                (item.level_stored, "stored"),
                (item.level_active, "active"),
                about=(item.system,),
            )
