"""Columns and rows in; a table for people, JSON or CSV out. What came from files is made harmless."""

from __future__ import annotations

import csv as writers
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from ssldiag.render.escape import json_text, spreadsheet_cell, visible

SCHEMA = "ssldiag.fleet-query/1"

WIDEST = 48
"""Columns of a terminal that one cell takes at most, so that the others are still in sight."""

Columns = Sequence[str]
Rows = Sequence[Sequence[Any]]


def table(columns: Columns, rows: Rows) -> Iterator[str]:
    """Aligned text, numbers to the right; long cells cut, which JSON and CSV never do."""
    cells = [[shown(value) for value in row] for row in rows]
    widths = [min(WIDEST, max((len(row[i]) for row in cells), default=0)) for i in range(len(columns))]
    widths = [max(width, len(name)) for width, name in zip(widths, columns, strict=True)]
    right = [any(isinstance(row[i], int | float) for row in rows) for i in range(len(columns))]
    yield _line(list(columns), widths, right)
    yield _line(["-" * width for width in widths], widths, right)
    for row in cells:
        yield _line(row, widths, right)
    yield f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}\n"


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    parts = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        fitted = cell if len(cell) <= width else cell[: width - 3] + "..."
        parts.append(f"{fitted:>{width}}" if to_right else f"{fitted:<{width}}")
    return "  ".join(parts).rstrip() + "\n"


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return visible(str(value))


def json(columns: Columns, rows: Rows) -> Iterator[str]:
    """One document, a row an object."""
    records = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
    yield json_text({"schema": SCHEMA, "columns": list(columns), "rows": records}) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds" if value.microsecond else "seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def csv(columns: Columns, rows: Rows) -> Iterator[str]:
    """A line a row; cells that a spreadsheet would take for formulas are made harmless."""
    stream = io.StringIO()
    writer = writers.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    yield stream.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number else spreadsheet_cell(shown(value))
