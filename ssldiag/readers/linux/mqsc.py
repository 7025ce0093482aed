"""What runmqsc shows of a queue manager and its channels, or a script that defines them, in; the objects
with their attributes out.

Layouts: DISPLAY gives a line ``AMQ8408I: Display Queue Manager details.`` or ``AMQ8414I: Display Channel
details.``, then ``NAME(value)`` in columns; scripts (dmpmqcfg) have ``ALTER QMGR`` and ``DEFINE
CHANNEL(...)`` with ``+`` or ``-`` at the end of lines that go on (IBM MQ, "Rules for using MQSC commands").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.linux.document import LinuxDocument, document, text_of
from ssldiag.text import Line

_SHOWN = re.compile(r"AMQ84(?P<number>\d\d)[A-Z]?:")
_COMMAND = re.compile(
    r"\s*(?:\d+ *: *)?(?P<verb>ALTER|DEFINE|DEF|ALT)\s+(?P<kind>QMGR|CHANNEL|CHL)\b",
    re.IGNORECASE,
)
_ECHO = re.compile(r"\s*\d+ *: *\S")
_PAIR = re.compile(
    r"\b([A-Z][A-Z0-9]{1,19})\s{0,3}\(\s{0,3}(?:'((?:[^']|'')*)'|([^()]*(?:\([^()]*\)[^()]*)*))\s*\)"
)
_STARTING = re.compile(r"Starting MQSC for queue manager (?P<name>[^\s]+?)\.\s*$")
_QUEUE_MANAGER, _CHANNEL = "08", "14"
MOST_ATTRIBUTES = 300
"""Of one object: a queue manager has some 130."""


@dataclass(frozen=True, slots=True)
class MqObject:
    """``kind`` is ``QMGR`` or ``CHANNEL``; ``attributes`` by name in upper case, blanks around values gone.

    ``shown``: all its attributes may be there (a display); a script names only what it sets.
    """

    kind: str
    name: str
    place: TextPlace
    attributes: tuple[tuple[str, Located[str]], ...]
    shown: bool
    owner: str = ""

    def get(self, name: str) -> Located[str] | None:
        """An attribute's value, which may be empty; None where it is not there."""
        return next((value for key, value in self.attributes if key == name), None)


def read(source: Source) -> LinuxDocument[MqObject]:
    """Read output of runmqsc or a script of MQSC commands."""
    found, notes = text_of(source)
    rows = tuple(objects(found))
    manager = next((row.name for row in rows if row.kind == "QMGR" and row.name), "")
    owner = next((match["name"] for line in found if (match := _STARTING.search(line.text))), "") or manager
    return document(source, rows, notes, owner)


def objects(found: list[Line]) -> Iterator[MqObject]:
    """The objects in the order of the file."""
    owner, kind, shown, group = "", "", False, list[Line]()
    for line in found:
        start = _SHOWN.search(line.text)
        command = _COMMAND.match(line.text)
        starting = _STARTING.search(line.text)
        goes_on = bool(group) and not shown and group[-1].text.rstrip().endswith(("+", "-"))
        if start or command or starting or (_ECHO.match(line.text) and not goes_on):
            yield from made(kind, shown, group, owner)
            kind, shown, group = "", False, []
        if starting:
            owner = starting["name"]
        elif start:
            kind = {_QUEUE_MANAGER: "QMGR", _CHANNEL: "CHANNEL"}.get(start["number"], "")
            shown, group = True, [line]
        elif command:
            kind, group = ("QMGR" if command["kind"].upper() == "QMGR" else "CHANNEL"), [line]
        elif group and (shown or goes_on) and len(group) < MOST_ATTRIBUTES:
            group.append(line)
    yield from made(kind, shown, group, owner)


def made(kind: str, shown: bool, group: list[Line], owner: str) -> Iterator[MqObject]:
    """The object of a group of lines."""
    if not kind or not group:
        return
    values: dict[str, Located[str]] = {}
    for line in group:
        if line.text.lstrip().startswith("*"):
            continue
        for name, value in pairs(line):
            values.setdefault(name, value)
    key = {"QMGR": ("QMNAME",), "CHANNEL": ("CHANNEL", "CHL")}[kind]
    named = next((values[word].value for word in key if word in values), "")
    place = group[0].place()
    yield MqObject(
        kind, named or (owner if kind == "QMGR" else ""), place, tuple(values.items()), shown, owner
    )


def pairs(line: Line) -> Iterator[tuple[str, Located[str]]]:
    """The attributes of one line."""
    for match in _PAIR.finditer(line.text[:2_048].replace("(", "(")):
        group = 2 if match[2] is not None else 3
        start, end = match.span(group)
        text = line.text[start:end]
        lead = len(text) - len(text.lstrip())
        value = text.strip().replace("''", "'")
        yield match[1].upper(), Located(value, line.place(start + lead, max(start + lead + 1, end)))
