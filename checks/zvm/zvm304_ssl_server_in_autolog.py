"""An SSL server stands in AUTOLOG.

## Why it matters

Since the pool support of 2010 the stack starts its SSL servers by SSLSERVERID alone. It takes a single
server off the AUTOLOG list and ignores members of a pool there, so the entry starts nothing and misleads.

## How it is decided

A user id between AUTOLOG and ENDAUTOLOG is a single SSL server, a member of a pool, or the pool's own name.
SSLSERV, the shipped name of a single server, counts even without an entry in DTCPARMS.

## What to do

Delete the line from AUTOLOG. Make sure that SSLSERVERID names the pool (``*``) or the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, StackProfile, check, finding
from zvm._profile import server_names


@check(
    "ZVM304",
    "ssl-server-in-autolog",
    "error",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    fix="delete the line from AUTOLOG: SSLSERVERID starts the SSL servers",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcpselc.html"),
    facts=("PRF004",),
)
def ssl_server_in_autolog(facts: Facts) -> Iterator[Finding]:
    server_of = server_names(facts)
    for found in facts.all(StackProfile):
        for block in found.profile.autologs:
            for user in block.users:
                server = server_of(user.value.upper())
                if server is not None:
                    yield listed(found, user, server)


def listed(found: StackProfile, user: Located[str], server: str) -> Finding:
    """The finding about one line."""
    name = user.value.upper()
    if server.endswith("*"):
        text = f"{name} in AUTOLOG is a machine of SSL pool {server}: the stack ignores it there"
    else:
        text = f"{name} in AUTOLOG is an SSL server: the stack takes it off the list and does not start it"
    statement = found.server_id
    return finding(
        "ZVM304",
        text,
        (user, "in AUTOLOG"),
        *([(statement.place, "this starts SSL servers")] if statement else []),
        about=(name, server, *found.names),
        fix="" if statement else "delete the line and code SSLSERVERID * (or the single server's user id)",
    )
