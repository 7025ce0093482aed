"""A command of a server's start failed.

## Why it matters

Before the server program runs, the wrapper mounts what ``:mount.`` names and runs a few commands. When
one fails the server is not started. Return code 28 with DMSOVZ2113E means that the BFS object is not
there: a misspelt path, or a file pool that is down.

## How it is decided

By DTCRUN1001E in the latest run of a machine, with the CMS message that stands before it. A mount that
DTCPARMS asks for has a rule of its own (ZVM121).

## What to do

``CP QUERY`` the file pool server that the path names; try the same OPENVM MOUNT by hand from GSKADMIN;
correct ``:mount.`` and start the server again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Evidence, Facts, Finding, Message, SslServerPool, check, finding
from zvm._console import concerned, messages


@check(
    "ZVM722",
    "start-command-failed",
    "error",
    "console log",
    needs=(ConsoleRun,),
    messages=("DTCRUN1001E", "DMSOVZ2113E"),
    caused_by=("ZVM120", "ZVM121", "ZVM612"),
    fix="correct :mount. or start the file pool server, try OPENVM MOUNT by hand, then start the server",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN010",),
)
def start_command_failed(facts: Facts) -> Iterator[Finding]:
    known = {mount.source.value for pool in facts.all(SslServerPool) for mount in pool.mounts}
    for run, message in messages(facts, "DTCRUN1001E"):
        if any(source in message.field("command") for source in known):
            continue
        who = run.machine or run.run.pool or "a server"
        object_ = missing(run, message)
        where = [Evidence(message.place)]
        where += [Evidence(object_.place, "the reason")] if object_ else []
        why = f": {object_.field('path') or object_.text} does not exist" if object_ else ""
        command, rc = message.field("command"), message.field("rc")
        yield finding(
            "ZVM722",
            f"{who} could not run {command or 'a command'} (return code {rc or 'unknown'}){why}",
            *where,
            about=concerned(facts, run.machine or run.run.pool),
        )


def missing(run: ConsoleRun, message: Message) -> Message | None:
    """The last DMSOVZ2113E before a message."""
    found = [item for item in run.messages("DMSOVZ2113E") if item.place.line < message.place.line]
    return found[-1] if found else None
