"""CLIENTCERTCHECK is used where only Telnet has it.

## Why it matters

At first only the Telnet server could ask clients for certificates. On PORT, in SRVRFTP CONFIG and in SMTP
CONFIG the operand needs PH18435; without it the statement is rejected.

## How it is decided

CLIENTCERTCHECK stands in one of these places at a level before 7.2, and no service list of a console shows
PH18435. A list shows only the last service of each part, so this is a hint to look, not a proof. That 7.2
has it in its base is believed, not confirmed.

## What to do

See whether PH18435 is applied (``SERVICE TCPIP STATUS PH18435``). If it is not, apply it or take the operand
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Service, StackProfile, check, finding
from zvm._client_certificates import requests

APAR = "PH18435"


@check(
    "ZVM321",
    "clientcertcheck-service",
    "warning",
    "PROFILE TCPIP, SRVRFTP CONFIG, SMTP CONFIG",
    needs=(StackProfile,),
    releases="<720",
    fix="apply PH18435, or take CLIENTCERTCHECK out",
    sources=("http://www-01.ibm.com/support/docview.wss?uid=isg1PH18435",),
    facts=("PRF021",),
)
def clientcertcheck_service(facts: Facts) -> Iterator[Finding]:
    if any(item.apar == APAR for item in facts.all(Service)):
        return
    for request in requests(facts):
        if not request.is_telnet:
            yield finding(
                "ZVM321",
                f"CLIENTCERTCHECK for {request.where} needs {APAR}, of which the logs show no sign",
                request.word,
                about=(request.where,),
            )
