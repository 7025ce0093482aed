"""The stack that SSL servers belong to is not logged on, or had errors before they started.

## Why it matters

An SSL server connects to the stack that its ``:stack.`` tag names. If that machine is down or in trouble
the server cannot register, and stays out of service.

## How it is decided

By CP's answer to QUERY <stack>, and by messages of severity E or worse in the latest run of the stack's
console.

## What to do

Start the stack, or mend what its console complains of first; the SSL servers are started by the stack
itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Evidence,
    Facts,
    Finding,
    Message,
    Severity,
    SslServerPool,
    Stack,
    Undecided,
    UserState,
    check,
    finding,
)
from zvm._console import SEVERE, latest, not_defined


@check(
    "ZVM712",
    "stack-not-up",
    "error",
    "stack",
    needs=(SslServerPool, Stack),
    messages=("HCPCQU045E",),
    fix="start the stack, or correct the first error on its console",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN012",),
)
def stack_not_up(facts: Facts) -> Iterator[Finding]:
    states = {state.userid.value: state for state in facts.all(UserState)}
    runs = {run.machine: run for run in latest(facts, "stack")}
    looked = False
    for stack in facts.all(Stack):
        state = states.get(stack.userid)
        run = runs.get(stack.userid)
        looked = looked or state is not None or run is not None
        if state is not None and state.state == "not logged on":
            yield finding(
                "ZVM712",
                f"stack {stack.userid} is not logged on",
                state.userid,
                (stack.place, "the stack"),
                about=(stack.userid,),
            )
        errors = [m for m in severe(run) if not not_defined(facts, m)] if run else []
        if errors:
            first = errors[0]
            more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
            yield finding(
                "ZVM712",
                f"the console of stack {stack.userid} shows {first.id} {first.text}{more}",
                *(Evidence(message.place) for message in errors[:3]),
                about=(stack.userid,),
                severity=Severity.WARNING,
            )
    if not looked:
        raise Undecided(
            "nothing tells whether the stack is up",
            "the console log of the stack, output of CP QUERY <stack>",
        )


def severe(run: ConsoleRun) -> list[Message]:
    """Errors of a run, but for those of the start-up wrapper: they have rules of their own."""
    return [
        message
        for message in run.messages()
        if message.severity in SEVERE and not message.id.startswith("DTCRUN")
    ]
