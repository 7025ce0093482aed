"""Lines of sources in, markup out: numbered, coloured by kind, the exact place marked, long ones windowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.render.html.colouring import stretches
from ssldiag.render.html.markup import Html, esc, join, tag

TAB = " " * 8
"""What a tab looks like; where it stands does not matter on a page."""

INDENT = 6
"""Blanks at the start of a line that a telephone shows narrower: the words matter there, not the column."""

Span = tuple[int, int]
"""Characters of a line, from the first to the one after the last, counted from 0."""


def window(length: int, marks: Sequence[Span], most: int) -> Span:
    """The part of a line of ``length`` that is shown: a third of the room goes before the first mark."""
    if length <= most:
        return 0, length
    low = max(min(marks[0][0] - most // 3, length - most), 0) if marks else 0
    return low, low + most


def line(text: str, kind: str, most: int, marks: Sequence[Span] = ()) -> Html:
    """A line with its marks; what is left out at either end is counted."""
    text = text.rstrip("\r\n ")
    marks = sorted(_within(marks, len(text)))
    low, high = window(len(text), marks, most)
    pieces = [_left_out(low)] if low else []
    indent = 0 if low else min([len(text) - len(text.lstrip(" ")), high, *(start for start, _ in marks)])
    if indent >= INDENT:
        pieces.append(tag("span", text[:indent], cls="ind"))
        low = indent
    pieces += _pieces(text[low:high], kind, [(start - low, end - low) for start, end in marks])
    if high < len(text):
        pieces.append(_left_out(len(text) - high))
    return join(pieces)


def _within(marks: Sequence[Span], length: int) -> Iterator[Span]:
    for start, end in marks:
        first = min(max(start, 0), max(length - 1, 0))
        yield first, max(min(end, length), first + 1)


def _left_out(count: int) -> Html:
    return tag("i", f"…{count:,} more characters…", cls="cut")


def _pieces(text: str, kind: str, marks: Sequence[Span]) -> list[Html]:
    """Colours and marks together: a mark may begin and end in the middle of a colour."""
    found: list[Html] = []
    at = 0
    borders = {border for mark in marks for border in mark}
    for name, stretch in stretches(text, kind):
        for start, end in _split(at, at + len(stretch), borders):
            said = esc(text[start:end].replace("\t", TAB))
            if name:
                said = tag("span", said, cls=name)
            if any(first <= start and end <= last for first, last in marks):
                said = tag("mark", said)
            found.append(said)
        at += len(stretch)
    return found


def _split(start: int, end: int, borders: set[int]) -> Iterator[Span]:
    cuts = sorted(border for border in borders if start < border < end)
    yield from zip((start, *cuts), (*cuts, end), strict=True)
