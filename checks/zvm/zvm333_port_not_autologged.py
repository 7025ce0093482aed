"""Nothing starts the application behind a secure port.

## Why it matters

PORT reserves a port for a machine and does not start it. With a statically secured port the SSL servers do
TLS, and the application behind it does the rest; while it is down TLS may well succeed, and the connection
ends without a word.

## How it is decided

A reservation with SECURE and without NOAUTOLOG, whose machine stands in no AUTOLOG list of the profile and
in no collected EXEC that autologs machines, while the profile does have such a list. It may be started by
something that was not collected: hence only a remark. Telnet (INTCLIEN) is part of the stack.

## What to do

Add the machine to AUTOLOG, or say with NOAUTOLOG that something else starts it:

    AUTOLOG
      MYSERVER 0
    ENDAUTOLOG
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import AutologExec, Facts, Finding, StackProfile, check, finding

TELNET = "INTCLIEN"


@check(
    "ZVM333",
    "port-not-autologged",
    "info",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="inferred",
    releases="530+",
    fix="add the machine to AUTOLOG, or NOAUTOLOG to its port",
    sources=("https://ibm.com/docs/da/SSB27U_7.2.0/com.ibm.zvm.v720.kill0/autolog.htm",),
)
def port_not_autologged(facts: Facts) -> Iterator[Finding]:
    elsewhere = {user.value.upper() for program in facts.all(AutologExec) for user in program.users}
    for found in facts.all(StackProfile):
        blocks = found.profile.autologs
        started = {TELNET, *elsewhere, *(user.value.upper() for block in blocks for user in block.users)}
        for port in found.profile.ports if blocks else ():
            name = port.userid.value.upper()
            if port.secure and not port.noautolog and name not in started:
                yield finding(
                    "ZVM333",
                    f"nothing starts {name}, for which secure port {port.number.value} is reserved",
                    port.userid,
                    (blocks[0].place, "the list of what the stack starts"),
                    about=(name, *found.names),
                )
