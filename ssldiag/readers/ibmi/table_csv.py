"""Lines of a CSV file, or of the columns that ``db2`` prints, in; a table out (RFC 4180, with the separators
that spreadsheets and Run SQL Scripts write besides the comma).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ssldiag.model import FilePlace, Located, Unreadable
from ssldiag.readers.ibmi.table import LONGEST_CELL, MOST_ROWS, Row, Table, column_name, located
from ssldiag.readers.quick import word_at
from ssldiag.text import Line

SEPARATORS = ",;\t|"
HEADING_WITHIN = 40
"""Lines before the heading: a title, the statement, comments."""

MOST_LINES = 400
"""Lines of one quoted value: a message with its second level text has some 40."""

MOST_NOTES = 100
"""Rows noted one by one as unreadable; of more, only how many."""

_RULE = re.compile(r" *-{2,}[- ]*")
_COLUMN = re.compile(r"-+")
_QUOTED = re.compile(r"\"[^\"]*\"")
_OPENS = re.compile(r' *"')
_INSIDE = re.compile(r'([^"]*+(?:""[^"]*+)*+)("?)')

Cells = list[Located[str]]


def read(file: str, lines: Sequence[Line], wanted: frozenset[str]) -> Table | None:
    """The table in these lines; None if no line names one of the ``wanted`` columns."""
    for index, line in enumerate(lines[:HEADING_WITHIN]):
        follows = lines[index + 1].text if index + 1 < len(lines) else ""
        if "-" in follows and _RULE.fullmatch(follows) and set(line.text.upper().split()) & wanted:
            return _ruled(file, lines, index)
        separator = _separator(line.text)
        names = tuple(column_name(cell.value) for cell in _cells(lines, index, separator)[0])
        if wanted.intersection(names):
            return _separated(file, lines, index, separator, names)
    return None


def _separator(text: str) -> str:
    """The one that stands most often outside quotes."""
    bare = _QUOTED.sub("", text)
    return max(SEPARATORS, key=bare.count)


def _separated(
    file: str, lines: Sequence[Line], heading: int, separator: str, names: tuple[str, ...]
) -> Table:
    rows: list[Row] = []
    notes: list[Unreadable] = []
    more, index = 0, heading + 1
    while index < len(lines) and len(rows) < MOST_ROWS:
        line = lines[index]
        if not line.text.strip():
            index += 1
            continue
        cells, after = _cells(lines, index, separator)
        if separator == "\t":  # those at the end of a line are taken off with its blanks
            cells += [_slice(line, len(line.text), len(line.text))] * (len(names) - len(cells))
        reason = _fault(cells, names, lines[index:after])
        if reason:
            more += len(notes) >= MOST_NOTES
            notes += [Unreadable(line.place(), reason)] if len(notes) < MOST_NOTES else []
            index += 1
        else:
            rows.append(_row(line, names, cells))
            index = after
    if more:
        notes.append(Unreadable(FilePlace(file), f"{more:,} more rows that do not fit the heading"))
    if index < len(lines):
        notes.append(Unreadable(lines[index].place(), f"more than {MOST_ROWS:,} rows: the rest is not read"))
    return Table(file, FilePlace(file), names, tuple(rows), tuple(notes))


def _fault(cells: Cells, names: tuple[str, ...], lines: Sequence[Line]) -> str:
    """Why a record is no row of the table; empty if it is one."""
    if not lines:
        return "a quote is opened and not closed"
    if any(line.cut for line in lines):
        return "the line is too long to be read whole"
    if len(cells) < len(names) or any(cell.value for cell in cells[len(names) :]):
        return f"has {len(cells):,} values where the heading has {len(names):,}"
    return ""


def _row(line: Line, names: tuple[str, ...], cells: Cells) -> Row:
    return Row(line.place(), {name: (cell,) for name, cell in zip(names, cells, strict=False)})


def _cells(lines: Sequence[Line], index: int, separator: str) -> tuple[Cells, int]:
    """The cells of the record that begins with a line, and the line after it; ``index`` itself where a quote
    is not closed."""
    found: Cells = []
    number, start = index, 0
    while True:
        line = lines[number]
        opened = _OPENS.match(line.text, start)
        if opened:
            at = opened.end() - 1
            value, number, end = _quoted(lines, number, at + 1)
            if number < 0:
                return found, index
            found.append(located(line.file, line.number, at + 1, len(value) + 2, value, line.text))
            end = lines[number].text.find(separator, end)
        else:
            end = line.text.find(separator, start)
            found.append(_slice(line, start, len(line.text) if end < 0 else end))
        if end < 0:
            return found, number + 1
        start = end + 1


def _quoted(lines: Sequence[Line], index: int, start: int) -> tuple[str, int, int]:
    """The value in quotes that begins at ``start`` of a line; the line it ends in (-1 for none) and the
    column behind it."""
    parts: list[str] = []
    for number in range(index, min(len(lines), index + MOST_LINES)):
        match = _INSIDE.match(lines[number].text, start)
        assert match is not None
        parts.append(match[1].replace('""', '"'))
        if match[2]:
            return "\n".join(parts).strip(), number, match.end()
        start = 0
    return "", -1, 0


def _ruled(file: str, lines: Sequence[Line], heading: int) -> Table:
    """A table whose columns are ruled off by hyphens below the heading."""
    spans = [match.span() for match in _COLUMN.finditer(lines[heading + 1].text)]
    names = tuple(column_name(lines[heading].text[start:end]) for start, end in spans)
    rows: list[Row] = []
    for line in lines[heading + 2 :]:
        text = line.text.strip()
        if not text or text.upper().endswith("RECORD(S) SELECTED."):
            continue
        if len(rows) == MOST_ROWS:
            break
        ends = [start for start, _ in spans[1:]] + [len(line.text)]
        cells = [_slice(line, start, end) for (start, _), end in zip(spans, ends, strict=True)]
        rows.append(_row(line, names, cells))
    return Table(file, FilePlace(file), names, tuple(rows))


def _slice(line: Line, start: int, end: int) -> Located[str]:
    value = line.text[start:end]
    first = start + len(value) - len(value.lstrip())
    text = value.strip()
    raw = line.text if len(line.text) <= LONGEST_CELL else ""
    return word_at(text, line.file, line.number, first + 1, raw)
