"""A program names an application that DCM does not know.

## Why it matters

A program finds its certificate by the id of its application. One that is not registered, or misspelt, ends
with -1009 (SSL_) or 6002 (GSKit), most likely.

## How it is decided

By the ids that settings forms name for partners (``server = QIBM_...``), against a list of assignments that
shows all applications. A job log with -1009 or 6002 is reported as well, as a warning.

## What to do

Correct the id in the program, or register it: DCM, Manage Applications, Add application.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import (
    ApplicationList,
    Facts,
    Finding,
    IbmiSystem,
    JobMessage,
    Severity,
    TlsPeer,
    check,
    finding,
)

CODES = {-1009, 6002}


@check(
    "IBMI316",
    "application-unknown",
    "error",
    "application definitions",
    needs=(IbmiSystem,),
    fix="correct the id in the program, or register it: DCM, Manage Applications, Add application",
    sources=("https://ibm.com/docs/ssw_ibm_i_72/rzab6/ssltrouble.htm",),
    facts=("IBMI-CRT-APPID-KNOWN",),
)
def application_unknown(facts: Facts) -> Iterator[Finding]:
    for peer in facts.all(TlsPeer):
        wanted = peer.server.value.upper() if peer.server else ""
        lists = [item for item in facts.all(ApplicationList) if item.system == peer.system]
        whole = next((item for item in lists if item.complete), None)
        if peer.server and "_" in wanted and whole and not any(item.find(wanted) for item in lists):
            yield finding(
                "IBMI316",
                f"{peer.name} uses application {peer.server}, which is not registered{on(peer.system)}",
                (peer.server, "the id"),
                (whole.place, "all applications"),
                about=names(peer.system, wanted),
            )
    for message in facts.all(JobMessage):
        code = next(iter(CODES & set(message.codes)), None)
        if code:
            yield finding(
                "IBMI316",
                f"job {message.job}{on(message.system)} ended with {code}: its application is not registered",
                (message.place, message.id or "the message"),
                about=names(message.system),
                severity=Severity.WARNING,
            )
