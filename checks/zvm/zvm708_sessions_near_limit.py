"""The secure sessions are close to their limit, or at it.

## Why it matters

A connection beyond MAXSESSIONS, or one that finds every server full, is refused: FTP answers 421, Telnet
says that no SSL server is available.

## How it is decided

Current and maximum sessions of the last SSLADMIN or NETSTAT CONFIG SSL response, in all and per server:
90 per cent or more. At 100 per cent it is an error.

## What to do

Raise the limits while the stack runs with ``NETSTAT OBEY SSLLIMITS MAXSESSIONS n MAXPERSSLSERVER m``,
make the same change in PROFILE TCPIP, and enlarge the pool (POOL HIGH) if its servers are all full.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerState, Severity, Stack, StatusResponse, check, finding

NEAR = 0.9
"""Share of the limit from which it is worth a word: the deck gives none, so it is ours."""


@check(
    "ZVM708",
    "sessions-near-limit",
    "warning",
    "SSLADMIN or NETSTAT response",
    needs=(StatusResponse,),
    releases="540+",
    caused_by=("ZVM707",),
    fix="NETSTAT OBEY SSLLIMITS MAXSESSIONS <n> MAXPERSSLSERVER <m>, and the same in PROFILE TCPIP",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN008",),
)
def sessions_near_limit(facts: Facts) -> Iterator[Finding]:
    stacks = [stack.userid for stack in facts.all(Stack)]
    about: tuple[str, ...] = (stacks[0],) if len(stacks) == 1 else ()
    for status in [item for item in facts.all(StatusResponse) if item.totals][-1:]:
        for total in status.totals:
            if total.sessions is not None and total.maximum and total.sessions >= NEAR * total.maximum:
                yield finding(
                    "ZVM708",
                    f"{total.sessions} of at most {total.maximum} secure sessions are in use",
                    total.place,
                    about=(status.stack,) if status.stack else about,
                    severity=Severity.ERROR if total.sessions >= total.maximum else None,
                )
                return
    states = [state for state in facts.all(ServerState) if state.state == "Active"]
    full = [state for state in states if state.maximum and (state.sessions or 0) >= state.maximum]
    if full and len(full) == len(states):
        yield finding(
            "ZVM708",
            f"all {len(full)} active SSL servers are full"
            if len(full) > 1
            else "the only active SSL server is full",
            *((state.userid, f"{state.sessions} of {state.maximum}") for state in full[:5]),
            about=about,
        )
