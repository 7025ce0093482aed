"""One line of a text file that knows its place: it makes places and located words, and does nothing else."""

from __future__ import annotations

import re
from typing import NamedTuple

from ssldiag.model import Located, TextPlace

_WORD = re.compile(r"\S+")


class Line(NamedTuple):
    """``text`` is what a reader reads; ``shift`` counts the columns taken away to the left of it.

    ``original`` is the line as the file shows it where that differs from ``text``. ``cut``: the line was
    longer than :data:`ssldiag.text.LINE_LIMIT` and its rest is missing. A named tuple, because millions of
    these are made from one console log and a frozen dataclass takes several times as long to make.
    """

    file: str
    number: int
    text: str
    shift: int = 0
    original: str | None = None
    cut: bool = False

    @property
    def raw(self) -> str:
        """The line as the file shows it."""
        return self.text if self.original is None else self.original

    def place(self, start: int = 0, end: int | None = None) -> TextPlace:
        """Where ``text[start:end]`` stands; columns count from 1 in the line as the file shows it."""
        stop = len(self.text) if end is None else end
        return TextPlace(self.file, self.number, start + self.shift + 1, max(stop - start, 1), self.raw)

    def located(self, start: int = 0, end: int | None = None) -> Located[str]:
        """``text[start:end]`` with its place."""
        return Located(self.text[start:end], self.place(start, end))

    def words(self) -> list[Located[str]]:
        """The words between blanks, each with its place."""
        return [self.located(*match.span()) for match in _WORD.finditer(self.text)]
