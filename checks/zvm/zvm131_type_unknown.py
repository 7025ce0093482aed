"""An entry of DTCPARMS is neither of type server nor of type class.

## Why it matters

The start-up looks for an entry of type server, then for the class that it names. An entry of any other type
is passed over: the server has no configuration, however complete the entry looks.

## How it is decided

``:type.`` must be ``server`` or ``class``. A word that is nearly one of them is an error, any other a
warning. An entry without ``:type.`` is not looked at.

## What to do

Correct ``:type.``, then start the server again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DtcparmsFile, Facts, Finding, Located, Severity, check, finding
from zvm._entries import file_name, nearest

TYPES = ("server", "class")


@check(
    "ZVM131",
    "type-unknown",
    "error",
    "DTCPARMS",
    needs=(DtcparmsFile,),
    fix=":type.server for a server, :type.class for a class",
    sources=("IBM deck on multiple SSL servers, 2010",),
)
def type_unknown(facts: Facts) -> Iterator[Finding]:
    for file in facts.all(DtcparmsFile):
        for entry in file.entries:
            tag = entry.get("type")
            if tag is None or not entry.type or entry.type in TYPES:
                continue
            word: Located[str] = tag.words[0] if tag.words else tag.name
            meant = nearest(entry.type, TYPES)
            yield finding(
                "ZVM131",
                f"{entry.nick.value} in {file_name(file)} is of type {entry.type}, which is neither server "
                "nor class: nothing finds the entry",
                word,
                about=(entry.nick.value,),
                severity=None if meant else Severity.WARNING,
                fix=f":type.{meant}" if meant else "",
            )
