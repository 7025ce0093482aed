"""CP does not know a machine that the SSL configuration needs.

## Why it matters

``not in CP directory`` for an SSL server or the agent means that its USER or POOL entry is missing, its
range is too small, or the changed directory was not brought online.

## How it is decided

By HCPxxx053E about a machine of a pool or an agent.

## What to do

Define the machine or enlarge the pool (POOL LOW 1 HIGH n), then bring the directory online with DIRECTXA
or DIRM ONLINE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, check, finding
from zvm._console import cache_names, not_defined


@check(
    "ZVM736",
    "user-not-defined",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=("HCPLNM053E",),
    caused_by=("ZVM410", "ZVM401", "ZVM402", "ZVM302"),
    fix="define the user id (or raise POOL HIGH), then bring the directory online",
    sources=("https://github.com/openmainframeproject/feilong",),
)
def user_not_defined(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for run in facts.all(ConsoleRun):
        for message in run.messages():
            userid = not_defined(facts, message)
            if userid and userid not in seen:
                seen.add(userid)
                yield finding(
                    "ZVM736",
                    f"{userid} is not in the CP directory",
                    message.place,
                    about=(userid, *cache_names(facts, userid)),
                )
