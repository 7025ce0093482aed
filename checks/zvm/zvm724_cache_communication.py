"""SSLADMIN could not talk to an SSL server.

## Why it matters

DTCSSL2421E, with connections that suddenly cannot be re-established, is what a broken session cache looks
like: the agent, its segment, or the right to load it (NAMESAVE) is missing. A server that hangs for
another reason shows the same message.

## How it is decided

By DTCSSL2421E among SSLADMIN's answers, or on a console.

## What to do

``CP QUERY SSLDCSSM`` must say DSC, ``CP QUERY NSS USERS <stack>`` must list every server and the agent.
Mend what is missing, then ``SSLADMIN RESTART (SSL <server>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import cache_names, messages, times


@check(
    "ZVM724",
    "server-not-answering",
    "error",
    "SSLADMIN response",
    needs=(ConsoleRun,),
    messages=("DTCSSL2421E",),
    caused_by=(
        "ZVM704",
        "ZVM406",
        "ZVM407",
        "ZVM408",
        "ZVM702",
        "ZVM701",
        "ZVM108",
        "ZVM109",
        "ZVM110",
        "ZVM111",
        "ZVM107",
        "ZVM410",
        "ZVM705",
    ),
    fix="CP QUERY SSLDCSSM, CP QUERY NSS USERS <stack>; mend the cache, then SSLADMIN RESTART (SSL <server>",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def server_not_answering(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for _, message in messages(facts, "DTCSSL2421E"):
        server = message.field("server").upper()
        if server in seen:
            continue
        seen.add(server)
        yield finding(
            "ZVM724",
            f"SSLADMIN could not talk to {server or 'an SSL server'}: "
            f"{message.field('error') or message.text}{times(message)}",
            message.place,
            about=cache_names(facts, server or None),
        )
