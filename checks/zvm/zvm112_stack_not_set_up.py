"""A stack names SSL servers in its profile, but is not set up for them in DTCPARMS.

## Why it matters

``:DCSS_Parms.`` of the stack's entry decides whether a stack is prepared for SSL. With ``<NONE>`` it says
so in DTCRUN1038I, starts no agent, and nothing can be protected, whatever SSLSERVERID asks for.

## How it is decided

The profile that the stack reads has SSLSERVERID, and its entry has ``:DCSS_Parms.<NONE>``. An entry without
the tag is taken for the same, on the strength of a 6.3 console: an error where the stack's log shows
DTCRUN1038I, else a warning. Where its log shows that an agent was started, the class must be among the files
too: the tag was lost since, and the next start lacks it.

## What to do

Add the tag to the stack's entry in SYSTEM DTCPARMS and restart the stack:

    :nick.TCPIP    :type.server
                   :class.stack
                   :DCSS_Parms.<DEFAULT>
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ClassDefinition,
    Evidence,
    Facts,
    Finding,
    Message,
    ProfileTcpip,
    Severity,
    Stack,
    check,
    finding,
)
from zvm._console import latest
from zvm._stacks import profile_of


@check(
    "ZVM112",
    "stack-not-set-up",
    "error",
    "DTCPARMS and PROFILE TCPIP",
    needs=(ProfileTcpip, Stack),
    messages=("DTCRUN1038I",),
    releases="540+",
    caused_by=("ZVM129",),
    fix="add :DCSS_Parms.<DEFAULT> to the stack's entry, or remove SSLSERVERID from its profile",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspestc.html"),
    facts=("DTC012",),
)
def stack_not_set_up(facts: Facts) -> Iterator[Finding]:
    for stack in facts.all(Stack):
        read = profile_of(facts, stack)
        if stack.definition is None or stack.wants_ssl or read is None or read.operand is None:
            continue
        seen = [Evidence(read.operand.place, "the profile names SSL servers")]
        if stack.dcss is None:
            yield from absent(facts, stack, (stack.userid, *(pool.name for pool in read.servers)), seen)
            continue
        yield finding(
            "ZVM112",
            f"SSLSERVERID {read.operand.value} names SSL servers, but :DCSS_Parms.<NONE> says that "
            f"stack {stack.userid} has none",
            (stack.dcss.place, "not set up for SSL"),
            *seen,
            about=(stack.userid, *(pool.name for pool in read.servers)),
        )


def absent(facts: Facts, stack: Stack, names: tuple[str, ...], seen: list[Evidence]) -> Iterator[Finding]:
    """A stack's entry without the tag: the class may have it, and the console tells."""
    started = said(facts, stack, "DTCRUN1043I")
    if by_class(facts, stack) or (started and not class_collected(facts, stack)):
        return
    denied = said(facts, stack, "DTCRUN1038I")
    yield finding(
        "ZVM112",
        f"the profile of stack {stack.userid} has SSLSERVERID, but its entry has no :DCSS_Parms. tag, "
        + ("so the next start is not prepared for SSL" if started else "so it is not prepared for SSL"),
        (stack.place, "no :DCSS_Parms. in this entry"),
        *seen,
        *([(started.place, "the last start still was prepared")] if started else []),
        *([(denied.place, "the stack says so itself")] if denied else []),
        about=names,
        severity=None if denied else Severity.WARNING,
        fix=f"add :DCSS_Parms.<DEFAULT> to the entry :nick.{stack.userid}",
    )


def class_collected(facts: Facts, stack: Stack) -> bool:
    """Whether the class that the entry names was collected, so that it does not have the tag for certain."""
    name = stack.definition.value("class") if stack.definition else None
    return name is not None and any(item.nick == name.value for item in facts.all(ClassDefinition))


def by_class(facts: Facts, stack: Stack) -> bool:
    """Whether the class of the stack's entry has the tag."""
    name = stack.definition.value("class") if stack.definition else None
    return any(
        name is not None and item.nick == name.value and item.get("dcss_parms") is not None
        for item in facts.all(ClassDefinition)
    )


def said(facts: Facts, stack: Stack, message_id: str) -> Message | None:
    """A message of the stack's last start."""
    runs = [run for run in latest(facts, "stack") if run.machine == stack.userid]
    return next((message for run in runs for message in run.messages(message_id)), None)
