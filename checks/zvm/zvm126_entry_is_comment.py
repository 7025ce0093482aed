"""A DTCPARMS entry that something counts on is only a comment.

## Why it matters

A line that begins with ``.*`` is a comment. Such an entry looks like the others, yet no server ever finds
it.

## How it is decided

A commented entry in SYSTEM DTCPARMS or another file of the site, with no active entry of that name
anywhere, when SSLSERVERID, an agent's ``:for.`` or a directory entry of that name shows that it is wanted.
Comments in IBM DTCPARMS are shipped that way.

## What to do

Remove the ``.*`` in front of every line of the entry if it is meant to be active, else delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ClassDefinition,
    DcssAgent,
    Directory,
    DtcparmsFile,
    Entry,
    Evidence,
    Facts,
    Finding,
    ServerDefinition,
    Severity,
    StackProfile,
    check,
    finding,
    servers_in_use,
)
from zvm._entries import file_name


@check(
    "ZVM126",
    "entry-is-comment",
    "info",
    "DTCPARMS",
    needs=(DtcparmsFile,),
    caused_by=("ZVM125", "ZVM109"),
    fix="remove the .* in front of the entry's lines if it is meant to be active",
    sources=("https://github.com/viccross/zVM-files",),
    facts=("DTC026",),
)
def entry_is_comment(facts: Facts) -> Iterator[Finding]:
    active = {item.nick for item in (*facts.all(ServerDefinition), *facts.all(ClassDefinition))}
    for file in facts.all(DtcparmsFile):
        for entry in file.commented if file.filename != "IBM" else ():
            name = entry.nick.value
            wanted = list(wants(facts, name)) if name not in active else []
            idle = served_by(facts, entry)
            if wanted:
                yield finding(
                    "ZVM126",
                    f"the entry {name} in {file_name(file)} is a comment, but {wanted[0].note}",
                    (entry.nick, "begins with .*"),
                    *wanted,
                    about=(name, *idle),
                    severity=Severity.ERROR if idle else None,
                )


def served_by(facts: Facts, entry: Entry) -> tuple[str, ...]:
    """The server in use that the agent of a commented entry would serve, where no active agent does."""
    tag = entry.get("for")
    name = tag.words[0].value.upper() if tag and tag.words else None
    serving = {agent.serves.value for agent in facts.all(DcssAgent) if agent.serves and agent.definition}
    lost = name is not None and name not in serving
    return (name,) if name and lost and any(pool.name == name for pool in servers_in_use(facts)) else ()


def wants(facts: Facts, name: str) -> Iterator[Evidence]:
    """What shows that an entry of this name is wanted."""
    for read in facts.all(StackProfile):
        if read.operand is not None and read.operand.value == name:
            yield Evidence(read.operand.place, "SSLSERVERID names it")
    for agent in facts.all(DcssAgent):
        if agent.serves is not None and agent.serves.value == name:
            yield Evidence(agent.serves.place, f"the agent {agent.userid} is for it")
    for directory in facts.all(Directory):
        user = directory.users.get(name.rstrip("*"))
        if user is not None and bool(user.entry.all("POOL")) == name.endswith("*"):
            yield Evidence(user.entry.name.place, "the directory defines it")
