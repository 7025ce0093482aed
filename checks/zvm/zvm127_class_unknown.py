"""A DTCPARMS entry names a class that no file defines.

## Why it matters

The class tells which program a server runs and with what. The start-up looks for the server's entry, then
for the entry of its class; without the second the server cannot be started.

## How it is decided

``:class.`` of every server entry must be the ``:nick.`` of an entry with ``:type.class`` in one of the
DTCPARMS files. IBM DTCPARMS, which brings the classes, must be among them. An entry without ``:class.`` is a
warning.

## What to do

Use the class name of the shipped entry for this kind of server. DTCRUN1046I shows which class a start used.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ClassDefinition,
    Facts,
    Finding,
    ServerDefinition,
    Severity,
    Undecided,
    check,
    finding,
    missing_files,
)
from zvm._entries import file_name, nearest


@check(
    "ZVM127",
    "class-unknown",
    "error",
    "DTCPARMS",
    needs=(ServerDefinition,),
    messages=("DTCRUN1046I",),
    fix="use the class name of the shipped entry",
    sources=("z/VM 6.3 workshop notes (zvm-bootcamp)",),
    facts=("DTC027",),
)
def class_unknown(facts: Facts) -> Iterator[Finding]:
    classes = {item.nick for item in facts.all(ClassDefinition)}
    missing = missing_files(facts)
    if missing:
        raise Undecided(f"{missing}, which may define it, was not collected", missing)
    if not classes:
        raise Undecided("the IBM DTCPARMS collected defines no class", "IBM DTCPARMS (TCPMAINT 591)")
    for definition in facts.all(ServerDefinition):
        name = definition.value("class")
        if name is None:
            yield finding(
                "ZVM127",
                f"the entry {definition.nick} in {file_name(definition.file)} names no class",
                (definition.entry.nick, "no :class. in this entry"),
                about=(definition.nick,),
                severity=Severity.WARNING,
            )
        elif name.value not in classes:
            meant = nearest(name.value, classes)
            yield finding(
                "ZVM127",
                f"{definition.nick} is of class {name.value.lower()}, which no DTCPARMS file defines",
                name,
                about=(definition.nick, name.value),
                fix=f"use :class.{meant.lower()}, if that is meant" if meant else "",
            )
