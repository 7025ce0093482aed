"""System values: QSYS2.SYSTEM_VALUE_INFO, prints and screens of DSPSYSVAL and the list that WRKSYSVAL prints
in; each value with its words out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.keyed import keyed
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table
from ssldiag.readers.words import part
from ssldiag.text import Line

WANTED = frozenset(("SYSTEM_VALUE_NAME",))
ALL = 80
"""Values that a whole list has at least: every release has more than a hundred (our choice of a bound)."""

_LONGEST = 400
_NAME = "system value"
_IGNORED = ("description", "system")
_ROW = re.compile(r" *(?:\d{1,4} +)?(?P<value>\*[A-Z0-9_.]+)$")
_LIST_ROW = re.compile(r" *(?P<name>Q[A-Z0-9]{2,9})(?= )(?P<rest>.*)")
_HEADING = re.compile(r"(?i) *Name .*\bCurrent\b.*\bShipped\b")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Value:
    """A system value as its file shows it."""

    name: Located[str]
    words: tuple[Located[str], ...]


def read(source: Source) -> Document[Value]:
    """Read a file of system values."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[Value, ...]) -> bool:
    """Whether a file shows all values of a system."""
    return len({row.name.value for row in rows}) >= ALL and not (isinstance(found, Printout) and found.more)


def of_row(row: Row) -> Iterator[Value]:
    """A row of SYSTEM_VALUE_INFO: lists stand in one text, with blanks between."""
    name = row.get("SYSTEM_VALUE_NAME")
    if name is None:
        return
    value = row.get("CURRENT_CHARACTER_VALUE", "SYSTEM_VALUE", "CURRENT_NUMERIC_VALUE")
    yield Value(Located(name.value.upper(), name.place), words_of(value) if value else ())


def words_of(value: Located[str]) -> tuple[Located[str], ...]:
    """The words of a value, each with its place."""
    place = value.place
    if not isinstance(place, TextPlace) or place.width < len(value.value):
        return tuple(Located(word, place) for word in value.value.split())
    return tuple(part(value, *match.span()) for match in _WORD.finditer(value.value))


def of_print(lines: tuple[Line, ...]) -> Iterator[Value]:
    """The values of a print."""
    if any(_HEADING.match(line.text[:_LONGEST]) for line in lines):
        yield from listed(lines)
        return
    name: Located[str] | None = None
    words: list[Located[str]] = []
    for line in lines:
        text = line.text[:_LONGEST]
        found = next(keyed(text), None) if ":" in text else None
        if found and found.key == _NAME and found.end > found.start:
            if name:
                yield Value(name, tuple(words))
            first = text[found.start : found.end].split()[0]
            name, words = Located(first.upper(), line.place(found.start, found.start + len(first))), []
        elif name and found and found.key not in _IGNORED:
            words.extend(of_span(line, found.start, found.end))
        elif name and (row := _ROW.match(text)):
            words.append(line.located(*row.span("value")))
    if name:
        yield Value(name, tuple(words))


def of_span(line: Line, start: int, end: int) -> list[Located[str]]:
    """The words of a stretch of a line."""
    return [line.located(*match.span()) for match in _WORD.finditer(line.text, start, end)]


def listed(lines: tuple[Line, ...]) -> Iterator[Value]:
    """The rows of WRKSYSVAL's list: name, current value, shipped value, description; long values go on
    below.
    """
    current, shipped = 0, 0
    name: Located[str] | None = None
    words: list[Located[str]] = []
    for line in lines:
        text = line.text[:_LONGEST]
        if _HEADING.match(text):
            lower = text.lower()
            current, shipped = lower.index("current"), lower.index("shipped")
            continue
        row = _LIST_ROW.match(text)
        if row and row.end("name") <= current:
            if name:
                yield Value(name, tuple(words))
            name, words = line.located(*row.span("name")), []
        elif text[:current].strip(" >"):
            continue
        if name:
            words.extend(word for word in of_span(line, current, shipped) if word.value != ">")
    if name:
        yield Value(name, tuple(words))
