"""A place in a text file to the stretch of its line that a person should see, and where the caret goes.

A line that is too wide is windowed around the marked part; the work is bounded by the width asked for, not by
the length of the line.
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import TextPlace
from ssldiag.render.escape import visible
from ssldiag.render.layout import cells

TAB = 8
"""Tab stops as terminals have them."""

CUT = "..."


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``text`` is ready to print; the marked part begins after ``start`` columns and takes ``width``."""

    text: str
    start: int
    width: int


def excerpt(place: TextPlace, columns: int) -> Excerpt:
    """The part of ``place.text`` around its marked characters that fits into ``columns``."""
    line = place.text.rstrip()
    start = min(max(place.column, 1) - 1, len(line))
    end = min(start + max(place.width, 1), len(line))
    # Two characters a column leave room for combining marks, which take no column of their own.
    low = max(start - 2 * columns, 0)
    high = min(min(end, start + 2 * columns) + 2 * columns, len(line))
    pieces = _pieces(line[low:high])
    mark, stop = start - low, end - low
    left, right = _window([cells(piece) for piece in pieces], mark, columns)
    cut_left, cut_right = low + left > 0, low + right < len(line)
    before = CUT * cut_left + "".join(pieces[left:mark])
    marked = "".join(pieces[mark : min(stop, right)])
    text = before + "".join(pieces[mark:right]) + CUT * cut_right
    return Excerpt(text.rstrip(), cells(before), max(cells(marked), 1))


def _pieces(text: str) -> list[str]:
    """Each character as it is shown; tabs become the blanks that they stand for."""
    if text.isascii() and text.isprintable():
        return list(text)
    pieces, used = [], 0
    for character in text:
        piece = " " * (TAB - used % TAB) if character == "\t" else visible(character)
        used += cells(piece)
        pieces.append(piece)
    return pieces


def _window(sizes: list[int], mark: int, columns: int) -> tuple[int, int]:
    """The first piece to show and the one after the last: a third of the room goes before the mark."""
    if sum(sizes) <= columns:
        return 0, len(sizes)
    room = max(columns - 2 * len(CUT), 1)
    left, used = _leftwards(sizes, mark, 0, room // 3)
    right = mark
    while right < len(sizes) and used + sizes[right] <= room:
        used += sizes[right]
        right += 1
    left, _ = _leftwards(sizes, left, used, room)
    return left, right


def _leftwards(sizes: list[int], left: int, used: int, room: int) -> tuple[int, int]:
    while left and used + sizes[left - 1] <= room:
        left -= 1
        used += sizes[left]
    return left, used
