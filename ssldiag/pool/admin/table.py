"""Rows in, lines of text with columns out: as wide as what they hold, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ssldiag.pool.admin.shown import shown

WIDTH = 80
"""Columns of a 3270 terminal: where lists are wrapped."""


VALUES_AT = 17
"""Where the values of settings begin, on the lines that they go on to as well."""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], indent: str = "") -> list[str]:
    """A heading and the rows. A heading that begins with ``>`` stands over numbers; a column is at least as
    wide as its heading (blanks behind it count); two blanks lie between columns, the last one is not padded.
    """
    names = [head.lstrip(">") for head in heads]
    cells = [[shown(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    right = [head.startswith(">") for head in heads]
    return [indent + _line(line, widths, right) for line in (names, *cells)]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if numeric else cell.ljust(width)
        for cell, width, numeric in zip(cells, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip()


def wrapped(name: str, words: Iterable[str], indent: int = 2, at: int = VALUES_AT) -> list[str]:
    """A setting and its values, which go on below the first one where the line is full."""
    lines = [" " * indent + name.ljust(at - indent)]
    empty = True
    for word in map(shown, words):
        if not empty and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(" " * at)
            empty = True
        lines[-1] += word if empty else f" {word}"
        empty = False
    return [line.rstrip() for line in lines]
