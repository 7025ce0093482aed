"""Members of one pool run with different parameters.

## Why it matters

Members share one configuration. When DTCPARMS is changed while some members run, a member that is restarted
takes the new values, no longer matches the rest, and may not get as far as running SSLSERV MODULE.

## How it is decided

The last start of each member whose console log was collected is compared: the parameters (DTCRUN1011I) and
the DTCPARMS file that gave the server definition (DTCRUN1046I). One console log alone decides nothing.

## What to do

Stop the whole pool, then start it again, so that every member reads the same entry:

    SSLADMIN STOP
    SSLADMIN START (SSL <each member>
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    NOTHING,
    ConsoleRun,
    Facts,
    Finding,
    Message,
    ServerInUse,
    SslServerPool,
    Undecided,
    check,
    finding,
    servers_in_use,
)
from zvm._console import latest
from zvm._entries import settled


@check(
    "ZVM106",
    "members-differ",
    "warning",
    "DTCPARMS and console logs",
    needs=(ServerInUse, ConsoleRun),
    messages=("DTCRUN1011I", "DTCRUN1046I"),
    caused_by=("ZVM105",),
    releases="540+",
    fix="stop the whole pool, then start it again",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedgd.html"),
    facts=("DTC006",),
)
def members_differ(facts: Facts) -> Iterator[Finding]:
    pools = [pool for pool in servers_in_use(facts) if pool.is_pool]
    if not pools:
        raise Undecided("there is no pool of SSL servers here", NOTHING)
    yield from settled(item for pool in pools for item in compare(facts, pool))


OTHER_FILE = "read their entry from different files"


def compare(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    """The last starts of the members of one pool."""
    runs = [run for run in latest(facts) if run.machine and pool.member(run.machine)]
    started = [run for run in runs if parameters(run)]
    if len(started) < 2:
        yield Undecided(
            f"the starts of {len(started)} of the members of {pool.name} were collected, two are needed",
            "console logs of all members of the pool",
        )
        return
    for what, pick in (("started with different parameters", parameters), (OTHER_FILE, definition)):
        said = [(run, message) for run in started if (message := pick(run))]
        groups = {words(message): (run, message) for run, message in said}
        if len(groups) < 2:
            continue
        shown = "; ".join(f"{run.machine}: {text}" for text, (run, _) in sorted(groups.items()))
        yield finding(
            "ZVM106",
            f"members of {pool.name} {what}: {shown}",
            *((message.place, f"{run.machine}") for run, message in groups.values()),
            about=(pool.name, *(run.machine for run, _ in groups.values() if run.machine)),
        )


def parameters(run: ConsoleRun) -> Message | None:
    """The message that tells the parameters of a start."""
    found = [m for m in run.messages("DTCRUN1011I") if m.field("what") in ("parameters", "no parameters")]
    return found[-1] if found else None


def definition(run: ConsoleRun) -> Message | None:
    """The message that tells which file gave the server definition."""
    found = [m for m in run.messages("DTCRUN1046I") if m.field("what").lower() == "server"]
    return found[-1] if found else None


def words(message: Message) -> str:
    """What is compared: parameters with single blanks, or the file's name without its mode."""
    if message.id == "DTCRUN1046I":
        return " ".join(message.field("file").upper().split()[:2])
    return " ".join(message.field("parameters").split()) or "none"
