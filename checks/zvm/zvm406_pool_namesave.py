"""NAMESAVE of the SSL servers does not name the session-cache segment.

## Why it matters

The segment is restricted (class R): only machines whose directory entry has NAMESAVE for it may load it. The
servers come up, but without the shared cache; clients that come back fail, and the machines are missing in CP
QUERY NSS USERS.

## How it is decided

The words of all NAMESAVE statements of the pool's PROFILE (or of the single server) against the segment:
the user id of the stack under ``:DCSS_Parms.<DEFAULT>``, else the name that the tag gives.

## What to do

Put ``NAMESAVE <segment>`` into the PROFILE, bring the directory online, and restart the servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check
from zvm._entries import settled
from zvm._namesave import judge


@check(
    "ZVM406",
    "pool-namesave",
    "error",
    "USER DIRECT and DTCPARMS",
    needs=(SslMachine,),
    releases="540+",
    messages=("DTCSSL2421E",),
    caused_by=("ZVM423",),
    fix="NAMESAVE <segment> in the PROFILE of the pool",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR006",),
)
def pool_namesave(facts: Facts) -> Iterator[Finding]:
    found = (judge("ZVM406", facts, item) for item in facts.all(SslMachine) if item.role != "agent")
    yield from settled(item for item in found if item is not None)
