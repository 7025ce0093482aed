"""A start-up EXEC autologs an SSL server.

## Why it matters

SSL servers must come up after the DCSS Management Agent and the stack. Brought up by AUTOLOG1 they come too
early, without the segment for the session cache and without a stack to register with.

## How it is decided

An AUTOLOG or XAUTOLOG command in a collected EXEC (PROFILE EXEC of AUTOLOG1 and the like) names a single SSL
server or a member of a pool. User ids that the EXEC computes are not seen.

## What to do

Delete the command. The stack starts the agent, then the servers that SSLSERVERID names.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import AutologExec, Facts, Finding, check, finding
from zvm._profile import server_names


@check(
    "ZVM305",
    "ssl-server-autologged",
    "error",
    "PROFILE EXEC of AUTOLOG1",
    needs=(AutologExec,),
    releases="540+",
    fix="delete the XAUTOLOG command: the stack starts its SSL servers",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF005",),
)
def ssl_server_autologged(facts: Facts) -> Iterator[Finding]:
    server_of = server_names(facts)
    for program in facts.all(AutologExec):
        for user in program.users:
            name = user.value.upper()
            server = server_of(name)
            if server is not None:
                whose = f"a machine of SSL pool {server}" if server.endswith("*") else "an SSL server"
                yield finding(
                    "ZVM305",
                    f"{program.file} autologs {name}, {whose}, which only the stack should start",
                    user,
                    about=(name, server),
                )
