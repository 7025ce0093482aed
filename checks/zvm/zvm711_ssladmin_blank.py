"""An SSLADMIN command was typed without a blank before its options, which this level does not take.

## Why it matters

Before APAR PI68533, SSLADMIN needs a blank before the left parenthesis. Without it the options become
part of the operand and the command is refused, or goes to all servers.

## How it is decided

By the commands that stand above the collected responses, on levels that had the restriction, unless the
service list shows the APAR.

## What to do

Type the blank, as in ``SSLADMIN START (SSL SSL00004``, or apply PI68533.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Service, Transcript, check, finding

GLUED = re.compile(r"\bSSLA(?:D(?:M(?:I(?:N)?)?)?)?\b[^(]*[^\s(]\(", re.IGNORECASE)


@check(
    "ZVM711",
    "ssladmin-blank",
    "info",
    "SSLADMIN command",
    needs=(Transcript,),
    releases="540,620,630,640",
    fix="type a blank before the left parenthesis: SSLADMIN START (SSL SSL00004",
    sources=("http://www.vm.ibm.com/related/tcpip/PI68533.html",),
    facts=("RUN011",),
)
def ssladmin_blank(facts: Facts) -> Iterator[Finding]:
    if any(service.apar == "PI68533" for service in facts.all(Service)):
        return
    for transcript in facts.all(Transcript):
        for response in transcript.responses:
            if response.lines and GLUED.search(response.command):
                yield finding(
                    "ZVM711",
                    f"no blank before the options of: {response.command.strip()}",
                    response.lines[0].place(),
                )
