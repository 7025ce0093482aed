"""A port accepts cipher suites that EXEMPT takes out.

## Why it matters

VMSSL takes its operands when it starts. Suites that were exempted since then, most often because they are
weak, are still accepted until the server starts anew.

## How it is decided

A live look found the suites that a port of z/VM accepts; some of them are taken out by EXEMPT of every SSL
server in use. That the strength sets of newer suites are as listed is not confirmed.

## What to do

Restart the SSL servers, one after the other, and look again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, ServerInUse, check, ciphers, finding, servers_in_use
from tls._live import about, named, seen

NAMED = 3
"""Suites named in the message."""


@check(
    "TLS207",
    "live-exempted-suites",
    "warning",
    "live look and DTCPARMS",
    needs=(ServedPort, ServerInUse),
    certainty="inferred",
    caused_by=("ZVM228",),
    fix="restart the SSL servers, so that :parms. is in effect",
    sources=("inferred from the strength sets in IBM's deck on multiple SSL servers, 2010",),
)
def live_exempted_suites(facts: Facts) -> Iterator[Finding]:
    pools = servers_in_use(facts)
    if not pools or not all(pool.operands.exempt for pool in pools):
        return
    gone = frozenset.intersection(
        *(ciphers.exempted(word.value for word in pool.operands.exempt) for pool in pools)
    )
    for served in facts.all(ServedPort):
        if not any(one.userid for one in served.expected):
            continue
        accepted = [code for version in served.probed.versions for code in version.ciphers]
        names = [
            found.name
            for code in dict.fromkeys(accepted)
            if code in gone and (found := ciphers.by_code(code))
        ]
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield finding(
                "TLS207",
                f"{named(served)} accepts suites that EXEMPT takes out: {', '.join(names[:NAMED])}{more}",
                (pools[0].operands.exempt[0], f"EXEMPT of {pools[0].name}"),
                seen(served),
                about=(*about(served), *(pool.name for pool in pools)),
            )
