"""A BFS directory that an SSL server mounts could not be mounted.

## Why it matters

A failed mount ends the start of the server: DMSOVZ2113E says what is missing, DTCRUN1001E which command
failed, DTCRUN1099E that the server gave up. The reason is a wrong path in ``:mount.``, or a file pool server
that is not running.

## How it is decided

By DTCRUN1001E about an OPENVM MOUNT command in the last start of an SSL server. The pair of ``:mount.`` that
has the same path is shown with it.

## What to do

See that the file pool server is logged on (``CP QUERY VMSERVU`` for file pool VMSYSU, unless your site
renamed it), then try the mount by hand as GSKADMIN:

    OPENVM MOUNT /../VMBFS:VMSYS:GSKADMIN/ /etc/gskadm

Correct the path in ``:mount.``, or create the object, and start the server again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Evidence,
    Facts,
    Finding,
    Located,
    Message,
    SslServerPool,
    Undecided,
    check,
    finding,
)
from zvm._console import concerned, latest, pool_of


@check(
    "ZVM121",
    "mount-failed",
    "error",
    "DTCPARMS and console log",
    needs=(ConsoleRun,),
    messages=("DMSOVZ2113E", "DTCRUN1001E", "DTCRUN1099E"),
    releases="540+",
    fix="start the file pool server or correct the path in :mount., then start the server again",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DTC021",),
)
def mount_failed(facts: Facts) -> Iterator[Finding]:
    failed = [(run, m) for run in latest(facts) for m in run.messages("DTCRUN1001E") if is_mount(m)]
    if not failed and not latest(facts, "ssl"):
        raise Undecided("no console log of an SSL server was collected", "console logs of the SSL servers")
    for run, message in failed:
        source = path_of(message)
        pair = mount_of(pool_of(facts, run.machine or run.run.pool), source)
        missing = [m for m in run.messages("DMSOVZ2113E") if m.place.line < message.place.line]
        who = run.machine or run.run.pool or "an SSL server"
        yield finding(
            "ZVM121",
            f"{who} could not mount {source}: return code {message.field('rc') or 'unknown'}"
            + (", the object does not exist" if missing else ""),
            (message.place, "the command that failed"),
            *([Evidence(missing[-1].place, "what is missing")] if missing else []),
            *([Evidence(pair.place, "the pair of :mount.")] if pair else []),
            about=(*concerned(facts, run.machine or run.run.pool), *([source] if source else [])),
        )


def is_mount(message: Message) -> bool:
    """Whether a failed command mounts a BFS directory."""
    return message.field("command").upper().split()[:2] == ["OPENVM", "MOUNT"]


def path_of(message: Message) -> str:
    """What the command mounts."""
    words = message.field("command").split()
    return words[2] if len(words) > 2 else ""


def mount_of(pool: SslServerPool | None, path: str) -> Located[str] | None:
    """The source of ``:mount.`` with this path."""
    for mount in pool.mounts if pool else ():
        if reduced(mount.source.value) == reduced(path):
            return mount.source
    return None


def reduced(path: str) -> str:
    """A BFS path without what spellings differ in: the VMBFS word, letter case, the slash at the end."""
    return path.upper().replace("/../VMBFS:", "/../").rstrip("/")
