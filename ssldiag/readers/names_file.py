"""Lines of a CMS names file in, entries of ``:tag.value`` pairs out. What the tags mean is not known here.

A tag is ``:``, a word and ``.`` after a blank or at the start; BFS paths (``VMBFS:VMSYS:ROOT``) hold
none. A value goes on over lines up to the next tag; who feeds the lines says where a comment ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ssldiag.model import Located, TextPlace, Unreadable
from ssldiag.readers.quick import word_at
from ssldiag.readers.words import span
from ssldiag.text import Line

TAG = re.compile(r":([A-Za-z][A-Za-z0-9_]*)\.")
WORD = re.compile(r"\S+")
NICK = "nick"

BEFORE = "text before the first :nick. belongs to no entry"
AFTER = "text after a comment belongs to no tag"
NAMELESS = "an entry without a name"


@dataclass(slots=True)
class Pair:
    """One tag while its value is being read. ``key`` is the tag's name in lower case."""

    key: str
    name: Located[str]
    words: list[Located[str]] = field(default_factory=list)

    @property
    def value(self) -> Located[str]:
        """The words joined by blanks, placed at those on the first line, or at the tag's name."""
        if len(self.words) < 2:
            return self.words[0] if self.words else Located("", self.name.place)
        first = last = self.words[0].place
        for word in self.words[1:]:
            if not same_line(word.place, first):
                break
            last = word.place
        return Located(" ".join(word.value for word in self.words), span(first, last))


def same_line(one: object, other: object) -> bool:
    """Whether two places of one file are on the same line."""
    return isinstance(one, TextPlace) and isinstance(other, TextPlace) and one.line == other.line


class Pairs:
    """Gathers pairs into entries, which begin with their ``:nick.`` pair; ``column`` is that of the last."""

    def __init__(self) -> None:
        self.entries: list[list[Pair]] = []
        self.is_open = False
        self.column = 0
        self._words: list[Located[str]] | None = None
        self._orphans: list[Unreadable] = []

    @staticmethod
    def key_at(line: Line, start: int) -> str | None:
        """The tag that stands right here, in lower case."""
        match = TAG.match(line.text, start)
        return match[1].lower() if match else None

    def end_value(self) -> None:
        """No more words of the open tag's value follow."""
        self._words = None

    def end_entry(self) -> None:
        """No more tags of the open entry follow."""
        self._words = None
        self.is_open = False

    def read(self, line: Line, start: int) -> None:
        """Take the text of one line from ``start``."""
        words, orphans = self._words, []
        why = AFTER if self.entries else BEFORE
        text, raw, file, number, offset = line.text, line.raw, line.file, line.number, line.shift + 1
        for match in WORD.finditer(text, start):
            begin, end = match.span()
            if text[begin] == ":" and (tag := TAG.match(text, begin)):
                opened = self._open(line, tag)
                if opened is not None:
                    words, begin = opened, tag.end()
            if words is None:
                orphans.append(match)
            elif begin < end:
                words.append(word_at(text[begin:end], file, number, begin + offset, raw))
        if orphans:
            where = line.place(orphans[0].start(), orphans[-1].end())
            self._orphans.append(Unreadable(where, why))

    def problems(self) -> Iterator[Unreadable]:
        """Text that belongs to nothing, and entries without a name."""
        yield from self._orphans
        for pairs in self.entries:
            if not pairs[0].words:
                yield Unreadable(pairs[0].name.place, NAMELESS)

    def _open(self, line: Line, match: re.Match[str]) -> list[Located[str]] | None:
        """Open a tag, and an entry if it is ``:nick.``; None for a tag outside of any entry."""
        key = match[1].lower()
        if key == NICK:
            self.entries.append([])
            self.is_open = True
            self.column = match.start()
        elif not self.is_open:
            return None
        name = word_at(match[1], line.file, line.number, match.start(1) + line.shift + 1, line.raw)
        pair = Pair(key, name)
        self.entries[-1].append(pair)
        self._words = pair.words
        return pair.words
