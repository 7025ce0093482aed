"""An SSL server started its program and never became Active, and its console does not say why.

## Why it matters

Most failed starts leave a message. When there is none, only a trace from the first moment on shows how
far the server came.

## How it is decided

The latest console run of an SSL server shows that VMSSL was started and no error after it, while SSLADMIN
or NETSTAT shows that server as Eligible or Starting.

## What to do

Add ``TRACE FLOW`` (or ``TRACE DEBUG``) to ``:parms.`` in its DTCPARMS entry for one start, start the
server, keep the console, and remove the operand again: it writes a lot and fills the spool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, ServerState, check, finding
from zvm._console import SEVERE, concerned, latest


@check(
    "ZVM713",
    "silent-start",
    "info",
    "console of the SSL server",
    needs=(ConsoleRun, ServerState),
    releases="540+",
    caused_by=("ZVM712", "ZVM101", "ZVM302"),
    fix="add TRACE FLOW to :parms. for one start, SSLADMIN START (SSL <server>, remove it again",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN013",),
)
def silent_start(facts: Facts) -> Iterator[Finding]:
    states = {state.userid.value: state for state in facts.all(ServerState)}
    for run in latest(facts, "ssl"):
        state = states.get(run.machine or "")
        if state is None or state.state not in ("Eligible", "Starting"):
            continue
        started = run.messages("DTCRUN1011I")
        if not started or any(message.severity in SEVERE for message in run.messages()):
            continue
        yield finding(
            "ZVM713",
            f"{run.machine} started and is {state.state}, without an error on its console",
            (started[-1].place, "its last sign of life"),
            (state.userid, "the state shown"),
            about=concerned(facts, run.machine),
        )
