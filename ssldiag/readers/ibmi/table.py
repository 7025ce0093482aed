"""The result of an SQL statement in, rows of located cells out, whether it was saved as CSV, as JSON or as
the columns that the ``db2`` command of Qshell prints.

Column order does not matter, and columns that nobody asked for are kept. A row that does not fit its heading
is unreadable; the others still count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ssldiag.model import Located, Place, TextPlace, Unreadable

MOST_ROWS = 200_000
"""Rows of one file: an audit journal of a busy day; each takes some 2 KB."""

LONGEST_CELL = 32_768
"""Characters of one value: the longest that a column of these services can have (Db2 for i, VARCHAR)."""

_NULLS = frozenset(("", "-", "null", "(null)"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``cells`` are by column name, upper case with ``_`` for blanks; several values for a JSON
    list.
    """

    place: TextPlace
    cells: Mapping[str, tuple[Located[str], ...]]

    def get(self, *names: str) -> Located[str] | None:
        """The first value among these columns that is there and not null; blanks around it are gone."""
        found = self.all(*names)
        return found[0] if found else None

    def text(self, *names: str) -> str:
        """The same as a plain text, empty if there is none."""
        found = self.get(*names)
        return found.value if found else ""

    def all(self, *names: str) -> tuple[Located[str], ...]:
        """All values of the first of these columns that has some."""
        for name in names:
            found = tuple(item for item in self.cells.get(name, ()) if item.value.lower() not in _NULLS)
            if found:
                return found
        return ()


@dataclass(frozen=True, slots=True)
class Table:
    """A result. ``columns`` are the names of its heading, or of the first row for JSON."""

    file: str
    place: Place
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unreadable: tuple[Unreadable, ...] = ()


def column_name(text: str) -> str:
    """A heading as a column name: ``Message id`` and ``"MESSAGE_ID"`` are one.

    >>> column_name(' "Message id" ')
    'MESSAGE_ID'
    """
    return re.sub(r"[\s-]+", "_", text.strip().strip('"').strip()).upper()


def located(file: str, line: int, column: int, width: int, value: str, raw: str) -> Located[str]:
    """A value of a cell; a very long line is not carried along with each of its cells."""
    shown = raw if len(raw) <= LONGEST_CELL else ""
    return Located(value, TextPlace(file, line, column, max(width, 1), shown))


def number(cell: Located[str] | None) -> int | None:
    """A whole number of at most 18 digits; None where the cell holds something else."""
    if cell is None:
        return None
    text = cell.value.strip().removesuffix(".0")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None
