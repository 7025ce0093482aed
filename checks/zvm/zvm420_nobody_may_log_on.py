"""An LBYONLY machine has no LOGONBY list.

## Why it matters

LBYONLY in the place of the password means that only the users of LOGONBY may log on to the machine, with
their own passwords. Without that list nobody can, and its console is out of reach when it is needed.

## How it is decided

USER entries of the SSL servers, the agent, the stacks and GSKADMIN with LBYONLY and no LOGONBY in the entry
or its PROFILE. An external security manager may give that right instead: then set this rule aside.

## What to do

Add ``LOGONBY TCPMAINT GSKADMIN`` to the PROFILE or the USER entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    DirectoryPool,
    DirectoryUser,
    Facts,
    Finding,
    SslMachine,
    Stack,
    check,
    finding,
)


@check(
    "ZVM420",
    "nobody-may-log-on",
    "warning",
    "USER DIRECT",
    needs=(Directory,),
    fix="LOGONBY TCPMAINT GSKADMIN",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DIR020",),
)
def nobody_may_log_on(facts: Facts) -> Iterator[Finding]:
    for name, user in users(facts).items():
        pool = next((item for item in facts.all(DirectoryPool) if item.user is user), None)
        listed = pool.all("LOGONBY") if pool else user.all("LOGONBY")
        incomplete = user.missing or (pool is not None and pool.profile is None)
        if user.entry.password_word == "LBYONLY" and not listed and not incomplete:
            yield finding(
                "ZVM420",
                f"{name} is LBYONLY but has no LOGONBY: nobody can log on to it",
                user.entry.name,
                about=(name, *([f"{name}*"] if pool else [])),
            )


def users(facts: Facts) -> dict[str, DirectoryUser]:
    """The directory entries that have to do with TLS, by user id."""
    found = {machine.user.name: machine.user for machine in facts.all(SslMachine)}
    names = ("GSKADMIN", *(stack.userid for stack in facts.all(Stack)))
    for directory in facts.all(Directory):
        for name in names:
            if name in directory.users:
                found.setdefault(name, directory.users[name])
    return found
