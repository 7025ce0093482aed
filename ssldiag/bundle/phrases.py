"""Words and phrases in, where a text in lower case has them out; the number of phrases costs next to nothing.

A phrase is indexed by its first run of letters and digits, which a text must have as a whole run: the text is
cut into runs once, and each looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_RUN = re.compile(r"[^\W_]+")

Span = tuple[int, int]


class Phrases:
    """Phrases in lower case. They count between other characters than letters and digits, but for those that
    are added as ``anywhere``, which also count inside of words.
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._by_run: dict[str, dict[Span, set[str]]] = {}
        self._others: dict[str, bool] = {}
        for phrase in phrases:
            self.add(phrase)

    def __bool__(self) -> bool:
        return bool(self._by_run or self._others)

    def add(self, phrase: str, anywhere: bool = False) -> None:
        """Look for this one too."""
        run = _RUN.search(phrase)
        if anywhere or run is None:
            self._others[phrase] = anywhere
        else:
            where = self._by_run.setdefault(run[0], {})
            where.setdefault((run.start(), len(phrase)), set()).add(phrase)

    def all(self, low: str) -> Iterator[Span]:
        """Where the phrases stand, in no order, overlapping or not."""
        for phrase, anywhere in self._others.items():
            start = low.find(phrase)
            while start >= 0:
                if anywhere or _apart(low, start, start + len(phrase)):
                    yield start, start + len(phrase)
                start = low.find(phrase, start + 1)
        if self._by_run.keys().isdisjoint(_RUN.findall(low)):
            return
        for run in _RUN.finditer(low):
            for (before, length), phrases in self._by_run.get(run[0], {}).items():
                start = run.start() - before
                if (
                    start >= 0
                    and low[start : start + length] in phrases
                    and _apart(low, start, start + length)
                ):
                    yield start, start + length

    def may_begin(self, low: str) -> bool:
        """Whether one may begin with a word of this text; without a word in common none does."""
        return bool(self._others) or not self._by_run.keys().isdisjoint(_RUN.findall(low))

    def spans(self, low: str) -> list[Span]:
        """Where the phrases stand, from left to right; of those that overlap the first, then the longest."""
        kept: list[Span] = []
        for start, end in sorted(self.all(low), key=lambda span: (span[0], -span[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept


def lowered(text: str) -> str:
    """A text in lower case, each character where it was: one alone becomes two in lower case (U+0130)."""
    return text.replace("\u0130", "i").lower()


def _apart(low: str, start: int, end: int) -> bool:
    return not (start and low[start - 1].isalnum()) and not low[end : end + 1].isalnum()
