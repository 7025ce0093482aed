"""NAMESAVE of the DCSS Management Agent does not name the session-cache segment.

## Why it matters

The agent defines and saves the segment in which the SSL servers keep their sessions, and holds it. Without
NAMESAVE for it the agent cannot load it: there is no session cache, and clients that come back fail.

## How it is decided

The words of all NAMESAVE statements of the agent against the segment: the user id of the stack under
``:DCSS_Parms.<DEFAULT>``, else the name that the tag gives.

## What to do

Put ``NAMESAVE <segment>`` into the agent's USER entry, bring the directory online, and restart the agent
and then the SSL servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check
from zvm._entries import settled
from zvm._namesave import judge


@check(
    "ZVM407",
    "agent-namesave",
    "error",
    "USER DIRECT and DTCPARMS",
    needs=(SslMachine,),
    releases="540+",
    messages=("DTCSSL2421E",),
    caused_by=("ZVM423",),
    fix="NAMESAVE <segment> in the agent's USER entry",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR007",),
)
def agent_namesave(facts: Facts) -> Iterator[Finding]:
    found = (judge("ZVM407", facts, item) for item in facts.all(SslMachine) if item.role == "agent")
    yield from settled(item for item in found if item is not None)
