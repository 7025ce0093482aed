"""Words into lines that fit a terminal: cell widths of wide and combining characters, and wrapped prose.

Nothing is escaped here: callers pass text that went through :func:`ssldiag.render.escape.visible`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

Span = tuple[str, str]
"""A stretch of text and the style word that :mod:`ssldiag.render.paint` knows for it ("" for plain)."""

Line = tuple[Span, ...]

FALLBACK_COLUMNS = 80
"""The width when there is no terminal to ask: what 3270 emulators, mails and tickets show unbroken."""


def cells(text: str) -> int:
    """How many terminal columns ``text`` takes (Unicode Standard Annex 11: wide and fullwidth take two)."""
    if text.isascii():
        return len(text)
    return sum(map(cell, text))


def cell(character: str) -> int:
    """The columns of one character: 0 for a combining mark, 2 for a wide one, otherwise 1."""
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrap(text: str, columns: int) -> list[str]:
    """``text`` broken at blanks into lines of at most ``columns``; a longer word stays whole."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = cells(word)
        if line and used + 1 + size > columns:
            lines.append(line)
            line, used = word, size
        else:
            used += size + (1 if line else 0)
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def clip(text: str, columns: int) -> str:
    """``text`` cut to ``columns`` with ``...`` at its end where something was cut."""
    if cells(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += cell(character)
        if used > columns - 3:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "..."


def pad(text: str, columns: int) -> str:
    """``text`` with blanks after it until it takes ``columns``."""
    return text + " " * max(columns - cells(text), 0)


def indented(lines: Iterable[Line], by: int) -> Iterator[Line]:
    """The lines moved to the right; an empty line stays empty."""
    if not by:
        yield from lines
        return
    margin: Span = (" " * by, "")
    for line in lines:
        yield (margin, *line) if line else line
