"""A profile is never read, because another one comes first.

## Why it matters

The stack reads one profile: the first of *stack userid* TCPIP, *nodeid* TCPIP and PROFILE TCPIP. Edits in a
file behind it do nothing, which is found out when something else already went wrong.

## How it is decided

Two profiles that one stack could read were collected; which of them it reads is told by its last console
(DTCIPI006I), else by their names. Or the console names a file that is not among the collected ones. A second
node's file beside the first one is no finding, nor is a profile that another stack reads: with several
stacks, what was collected may be the file of one whose console, or whose entry, was not. A name that is
neither the stack's nor PROFILE may be that of the node or of another stack; only the console tells.

## What to do

See DTCIPI006I in the stack's console for the file that counts. Delete the other, or merge what is missing
from the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Facts,
    Finding,
    Message,
    ProfileTcpip,
    Stack,
    Undecided,
    check,
    finding,
)
from zvm._entries import settled


@check(
    "ZVM327",
    "profile-hidden",
    "warning",
    "PROFILE TCPIP",
    needs=(ProfileTcpip, Stack),
    messages=("DTCIPI005I", "DTCIPI006I"),
    fix="delete the profile that is not read, or merge the two",
    sources=("z/VM 6.3 workshop notes (public)",),
    facts=("PRF027",),
)
def profile_hidden(facts: Facts) -> Iterator[Finding]:
    yield from settled((*behind(facts), *others_named(facts)))


def behind(facts: Facts) -> Iterator[Finding | Undecided]:
    """Profiles that were collected and stand behind the one that is read."""
    told = {stack.profile.file for stack in facts.all(Stack) if stack.profile}
    for stack in facts.all(Stack):
        for profile in stack.hidden_profiles:
            if profile.file not in told and is_twin(facts, stack, profile):
                told.add(profile.file)
                yield hidden(stack, profile) if is_sure(facts, stack) else whose(stack)


def is_sure(facts: Facts, stack: Stack) -> bool:
    """Whether its own name, the common one or the last console tells that the stack reads its profile."""
    name = stack.profile.filename if stack.profile else None
    return name in (None, "PROFILE", stack.userid) or any(
        used_file(message) == name
        for run in facts.all(ConsoleRun)
        if run.last and stack_of_run(facts, run) == stack
        for message in run.messages("DTCIPI006I")[-1:]
    )


def whose(stack: Stack) -> Undecided:
    """The answer where the first profile may be the node's or another stack's."""
    assert stack.profile is not None
    return Undecided(
        f"whether {cms_name(stack.profile)} is read by stack {stack.userid} or by another one is not known",
        f"the console log of {stack.userid}, from its start",
    )


def is_twin(facts: Facts, stack: Stack, profile: ProfileTcpip) -> bool:
    """Whether a hidden file would serve this very stack, and not another node or another stack."""
    first = stack.profile.filename if stack.profile else None
    if first == profile.filename:
        return len(facts.all(Stack)) == 1
    return profile.filename in (None, "PROFILE", stack.userid) or first == stack.userid


def cms_name(profile: ProfileTcpip) -> str:
    """The file as an administrator calls it."""
    return f"{profile.filename} TCPIP" if profile.filename else profile.file


def hidden(stack: Stack, profile: ProfileTcpip) -> Finding:
    """The finding about one hidden file."""
    first = stack.profile
    assert first is not None
    if first.filename == profile.filename:
        text = f"{cms_name(profile)} is there twice; stack {stack.userid} reads the one it finds first"
    elif rank(profile, stack) < rank(first, stack):
        text = (
            f"{cms_name(profile)} comes before {cms_name(first)}, but stack {stack.userid} did not read it"
            " at its last start; the next start may"
        )
    else:
        text = f"{cms_name(profile)} is never read: stack {stack.userid} reads {cms_name(first)}"
    return finding("ZVM327", text, (profile.place, "not read"), (first.place, "read"), about=(stack.userid,))


def rank(profile: ProfileTcpip, stack: Stack) -> int:
    """The place of a file in the search order."""
    if profile.filename in (None, "PROFILE"):
        return 2
    return 0 if profile.filename == stack.userid else 1


def others_named(facts: Facts) -> Iterator[Finding]:
    """Consoles that name a profile which was not collected, while another one was."""
    collected = {profile.filename for profile in facts.all(ProfileTcpip)}
    for run in facts.all(ConsoleRun):
        stack = stack_of_run(facts, run)
        if not run.last or stack is None or stack.profile is None:
            continue
        for message in run.messages("DTCIPI006I")[-1:]:
            name = used_file(message)
            if name is not None and None not in collected and name not in collected:
                yield another(stack, stack.profile, name, message)


def stack_of_run(facts: Facts, run: ConsoleRun) -> Stack | None:
    """The stack that wrote a run."""
    stacks = facts.all(Stack)
    if run.machine is None and run.role == "stack" and len(stacks) == 1:
        return stacks[0]
    return next((item for item in stacks if item.userid == run.machine), None)


def used_file(message: Message) -> str | None:
    """The CMS file name in DTCIPI006I; None if it is no TCPIP file."""
    words = message.field("file").upper().split()
    return words[0] if len(words) >= 2 and words[1] == "TCPIP" else None


def another(stack: Stack, profile: ProfileTcpip, name: str, message: Message) -> Finding:
    """The finding about a file that counts and is not here."""
    return finding(
        "ZVM327",
        f"{cms_name(profile)} is not in use: stack {stack.userid} read {name} TCPIP at its last start",
        (profile.place, "collected, but not read"),
        (message.place, "the file that was read"),
        about=(stack.userid,),
        fix=f"make your changes in {name} TCPIP, or delete it",
    )
