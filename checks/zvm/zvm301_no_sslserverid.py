"""TLS is asked for, but the profile has no SSLSERVERID.

## Why it matters

Without SSLSERVERID the stack starts no SSL server and waits for none. What asks for TLS then fails: FTP
answers AUTH TLS with 421, the Telnet client says that no SSL server is available.

## How it is decided

The profile that the stack reads has no SSLSERVERID statement, while one of these is there: a port with
SECURE, a TLSLABEL, or a security setting other than NEVER in the profile, SRVRFTP CONFIG or SMTP CONFIG.
A statement whose name is nearly SSLSERVERID is shown beside it.

## What to do

Add ``SSLSERVERID * TIMEOUT 60`` for a pool (or the user id of a single server in place of the asterisk)
and restart the stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ProtectedApplication, StackProfile, check, finding
from zvm._entries import listed
from zvm._profile import lookalikes


@check(
    "ZVM301",
    "no-sslserverid",
    "error",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    messages=("FTP-421-SECURITY", "TELNET-NOSSL"),
    caused_by=("ZVM331",),
    fix="SSLSERVERID * TIMEOUT 60",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRF001",),
)
def no_sslserverid(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        wanting = wanting_tls(facts, found)
        if found.server_id is not None or not wanting:
            continue
        names = listed(list(dict.fromkeys(app.name for app in wanting[:4])))
        verb = "asks" if len({app.name for app in wanting[:4]}) == 1 else "ask"
        yield finding(
            "ZVM301",
            f"{found.profile.file} has no SSLSERVERID to start an SSL server, but {names} {verb} for TLS",
            (found.profile.place, "no SSLSERVERID in this file"),
            *((word, "was SSLSERVERID meant?") for word in lookalikes(found.profile, "SSLSERVERID")),
            *((app.place, f"{app.name} asks for TLS") for app in wanting[:5]),
            about=found.names,
            fix=statement_for(found),
        )


def wanting_tls(facts: Facts, found: StackProfile) -> list[ProtectedApplication]:
    """The applications of this profile and its stack that ask for TLS."""
    stack = found.stack.userid if found.stack else None
    return [
        app
        for app in facts.all(ProtectedApplication)
        if app.wants_tls and (app.file == found.profile.file or (stack and app.stack == stack))
    ]


def statement_for(found: StackProfile) -> str:
    """The statement to add: by name if the stack has one single server and no pool."""
    singles = [item.name for item in found.servers if not item.is_pool]
    operand = singles[0] if len(singles) == 1 and len(found.servers) == 1 else "*"
    return f"SSLSERVERID {operand} TIMEOUT 60"
