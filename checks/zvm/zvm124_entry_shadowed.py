"""A DTCPARMS entry is hidden by another one of the same name.

## Why it matters

DTCPARMS files are searched in order: *userid*, *nodeid*, SYSTEM, IBM. The first entry found counts as a
whole, so edits in a later file do nothing.

## How it is decided

The same ``:nick.`` with the same ``:type.`` in two files, or twice in one file, with different tags. That an
entry replaces the one of IBM DTCPARMS is the normal way to change it and no fault. A file whose name may be
another system's node or another user's ID is left out, unless DTCRUN1046I names it; where DTCRUN1046I names
the later file, that one is in use and nothing is hidden. Which of two entries in one file counts is not
documented.

## What to do

Edit the file that DTCRUN1046I names, or remove one of the two entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ClassDefinition,
    Definition,
    DtcparmsFile,
    Entry,
    Evidence,
    Facts,
    Finding,
    Message,
    ServerDefinition,
    check,
    finding,
)
from zvm._console import latest
from zvm._entries import file_name


@check(
    "ZVM124",
    "entry-shadowed",
    "warning",
    "DTCPARMS",
    needs=(DtcparmsFile,),
    messages=("DTCRUN1046I",),
    fix="edit the file that DTCRUN1046I names, or remove the hidden entry",
    sources=("z/VM 6.3 workshop notes (zvm-bootcamp)",),
    facts=("DTC024",),
)
def entry_shadowed(facts: Facts) -> Iterator[Finding]:
    for definition in (*facts.all(ServerDefinition), *facts.all(ClassDefinition)):
        if not definition.hidden:
            continue
        in_use = told(facts, definition.nick)
        first = hides(facts, definition, in_use)
        for entry, file in definition.hidden:
            if file.filename == "IBM" or content(entry) == content(definition.entry):
                continue
            same = file.file == definition.file.file
            if not same and not first:
                continue
            said = None if same else in_use
            over = "twice in" if same else f"in {file_name(definition.file)}, which hides the one in"
            yield finding(
                "ZVM124",
                f"{definition.nick} is defined {over} {file_name(file)}, with other tags",
                (definition.entry.nick, "the first one" if same else "the one that counts"),
                (entry.nick, "the other one" if same else "hidden"),
                *([Evidence(said.place, "the file in use")] if said else []),
                about=(definition.nick,),
            )


def content(entry: Entry) -> frozenset[tuple[str, str]]:
    """What an entry says, whatever the order of its tags; letter case counts only in parameters."""
    return frozenset(
        (tag.key, tag.value.value if tag.key == "parms" else tag.value.value.upper()) for tag in entry.tags
    )


def told(facts: Facts, nick: str) -> Message | None:
    """The last DTCRUN1046I about this name."""
    found = [
        message
        for run in latest(facts)
        for message in run.messages("DTCRUN1046I")
        if message.field("name").upper() == nick
    ]
    return found[-1] if found else None


def hides(facts: Facts, definition: Definition, said: Message | None) -> bool:
    """Whether the file of a definition is for certain one that this host reads first."""
    winner = definition.file.filename
    if said is not None:
        return said.field("file").upper().split()[:1] == [winner]
    if winner in ("SYSTEM", definition.nick):
        return True
    nodes = {file.filename for file in facts.all(DtcparmsFile)} - {"SYSTEM", "IBM", None}
    users = {item.nick for item in facts.all(ServerDefinition)}
    return winner not in users and len(nodes - users) == 1
