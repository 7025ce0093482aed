"""Text of a JSON file in, a table out: every object that has one of the wanted members is a row, wherever it
stands (a list, a list inside an object, one object a line). RFC 8259, read leniently: what is cut off or
broken is noted and the rest still counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from ssldiag.model import FilePlace, Located, TextPlace, Unreadable
from ssldiag.readers.ibmi.table import LONGEST_CELL, MOST_ROWS, Row, Table, column_name, located

DEEPEST = 64
"""Levels of nesting: results of SQL statements have three."""

MOST_NOTES = 20
"""Notes of one file: what is broken is broken in the same way throughout."""

_TOKEN = re.compile(
    r'[\s\ufeff]*+(?:(?P<mark>[{}\[\]:,])|(?P<text>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")'
    r'|(?P<open>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+)|(?P<bare>[-+.\w]++)|(?P<bad>[^\s{}\[\]:,"\w+.-]++))'
)


@dataclass
class _Level:
    """An object or a list that is being read."""

    is_object: bool
    place: TextPlace
    name: str = ""
    cells: dict[str, list[Located[str]]] = field(default_factory=dict)


@dataclass
class _Reading:
    """A file that is being read."""

    file: str
    lines: list[str]
    wanted: frozenset[str]
    rows: list[Row] = field(default_factory=list)
    notes: list[Unreadable] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    key: str | None = None

    def note(self, place: TextPlace, reason: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Unreadable(place, reason))


def read(file: str, text: str, wanted: frozenset[str]) -> Table:
    """The table in a JSON text."""
    lines = text.split("\n")
    reading = _Reading(file, lines, wanted)
    number, start_of_line, position = 1, 0, 0
    for match in _TOKEN.finditer(text.rstrip()):
        begin = match.start(match.lastgroup or 0)
        skipped = text.count("\n", position, begin)
        if skipped:
            number += skipped
            start_of_line = text.rfind("\n", 0, begin) + 1
        position = begin
        kind = str(match.lastgroup)
        value = match[kind]
        raw = lines[number - 1]
        _take(
            reading,
            kind,
            value,
            located(file, number, begin - start_of_line + 1, len(value), _plain(kind, value), raw),
        )
        if len(reading.rows) >= MOST_ROWS:
            reading.note(_end(reading), f"more than {MOST_ROWS:,} rows: the rest is not read")
            break
    if reading.levels:
        reading.note(_end(reading), "ends inside a list or an object: the file is cut off")
        while reading.levels:
            _close(reading, whole=False)
    if not reading.rows and not reading.notes and text.strip() not in ("[]", "{}"):
        reading.note(TextPlace(file, 1), "no object in it has the members that are wanted")
    columns = tuple(reading.rows[0].cells) if reading.rows else ()
    return Table(file, FilePlace(file), columns, tuple(reading.rows), tuple(reading.notes))


def _end(reading: _Reading) -> TextPlace:
    return TextPlace(reading.file, len(reading.lines))


def _plain(kind: str, token: str) -> str:
    """What a token says: a string without quotes and escapes, null as nothing."""
    if kind != "text":
        return "" if token == "null" else token[:LONGEST_CELL]
    try:
        value = json.loads(token, strict=False)
    except ValueError:
        value = token[1:-1]
    return str(value)[:LONGEST_CELL].strip()


def _take(reading: _Reading, kind: str, token: str, value: Located[str]) -> None:
    place = value.place
    assert isinstance(place, TextPlace)
    if kind in ("bad", "open"):
        reading.note(place, "is not JSON" if kind == "bad" else "a text that is not ended on its line")
        return
    if kind == "mark":
        _mark(reading, token, place)
        return
    if not reading.levels:
        return
    level = reading.levels[-1]
    if level.is_object and reading.key is None:
        reading.key = column_name(value.value)
        return
    if level.is_object:
        level.cells.setdefault(str(reading.key), []).append(value)
        reading.key = None
    elif level.name and len(reading.levels) > 1:
        reading.levels[-2].cells.setdefault(level.name, []).append(value)


def _mark(reading: _Reading, mark: str, place: TextPlace) -> None:
    if mark in "{[":
        if len(reading.levels) >= DEEPEST:
            reading.note(place, f"is nested more than {DEEPEST} levels deep")
            reading.levels.clear()
        name = reading.key or ""
        reading.levels.append(_Level(mark == "{", place, name))
        reading.key = None
    elif mark in "}]":
        _close(reading, whole=True)
    elif mark == ",":
        reading.key = None


def _close(reading: _Reading, whole: bool) -> None:
    """End the innermost level; an object with a wanted member becomes a row, if it is whole."""
    reading.key = None
    if not reading.levels:
        return
    level = reading.levels.pop()
    if not level.is_object or not reading.wanted.intersection(level.cells):
        _hand_up(reading, level)
    elif whole:
        cells = {name: tuple(values) for name, values in level.cells.items()}
        reading.rows.append(Row(level.place, cells))
    else:
        reading.note(level.place, "a row that is cut off")


def _hand_up(reading: _Reading, level: _Level) -> None:
    """The members of an object that is no row belong to the object around it, under its own name too."""
    if not (level.is_object and level.name and reading.levels and reading.levels[-1].is_object):
        return
    around = reading.levels[-1].cells
    for values in level.cells.values():
        around.setdefault(level.name, []).extend(values)
