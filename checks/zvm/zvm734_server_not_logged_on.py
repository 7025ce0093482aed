"""An SSL server is not logged on, or logged on at a terminal.

## Why it matters

SSL servers run disconnected. One that is not logged on takes no connections; one at a terminal may wait
for ENTER.

## How it is decided

By CP's answers to QUERY <server>. A pool need not run all its machines, so the first one of a pool and a
single server count, and of the others those that SSLADMIN shows as Active.

## What to do

``SSLADMIN START (SSL <server>``; from a terminal, press ENTER and disconnect with CP DISCONN.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, UserState, check, finding
from zvm._console import concerned


@check(
    "ZVM734",
    "server-not-logged-on",
    "warning",
    "CP QUERY <server>",
    needs=(SslServerPool, UserState),
    messages=("HCPCQU045E",),
    caused_by=("ZVM710", "ZVM721", "ZVM302", "ZVM707", "ZVM101"),
    fix="SSLADMIN START (SSL <server>",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def server_not_logged_on(facts: Facts) -> Iterator[Finding]:
    for state in facts.all(UserState):
        userid = state.userid.value
        pool = next((item for item in facts.all(SslServerPool) if item.member(userid)), None)
        if pool is None or state.state == "disconnected":
            continue
        if state.state == "not logged on" and pool.is_pool and not userid.endswith("00001"):
            continue
        at = f" at {state.terminal}" if state.terminal else ""
        yield finding(
            "ZVM734",
            f"SSL server {userid} is {state.state}{at}",
            state.userid,
            about=concerned(facts, userid),
            fix=f"SSLADMIN START (SSL {userid}"
            if state.state == "not logged on"
            else "press ENTER, CP DISCONN",
        )
