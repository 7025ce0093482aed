"""Lines of a REXX program in, the words of its clauses out, without comments. Nothing is evaluated.

Comments nest and run over lines; a string ends with its line; a comma at the end of a line joins the next
one; a semicolon separates clauses (TSO/E and CMS REXX Reference, tokens and clauses).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Unreadable
from ssldiag.text import Line

TOKEN = re.compile(r"/\*|'(?:[^']|'')*'?|\"(?:[^\"]|\"\")*\"?|[A-Za-z0-9$#@_.!?&-]+|\S")
COMMENT_PART = re.compile(r"/\*|\*/")
STRING_WORD = re.compile(r"[^\s'\"]+")
JOINED = re.compile(r"\s*\|\||(?!/\*)[^\s;,)]")
"""What concatenates something to a string before it: ``||``, or anything that abuts but comments and ends."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a clause. ``quoted``: in a string; ``opens``: the first word of its string.

    ``glued``: what follows abuts it, so that it is only a part of a value (``'SSL0000'i``).
    """

    word: Located[str]
    quoted: bool = False
    opens: bool = False
    glued: bool = False

    @property
    def upper(self) -> str:
        return self.word.value.upper()


class Reader:
    """Reads a program line by line."""

    def __init__(self) -> None:
        self.unreadable: list[Unreadable] = []
        self._depth = 0
        self._opened: Line | None = None
        self._clause: list[Token] = []

    def clauses(self, lines: Iterable[Line]) -> Iterator[list[Token]]:
        """The clauses that hold a word."""
        for line in lines:
            for token in self._line(line):
                if token is None:
                    yield from self._end()
                else:
                    self._clause.append(token)
            if self._clause and self._clause[-1].upper == "," and not self._clause[-1].quoted:
                self._clause.pop()
            else:
                yield from self._end()
        yield from self._end()
        if self._opened:
            self.unreadable.append(Unreadable(self._opened.place(), "a comment that begins here has no end"))

    def _end(self) -> Iterator[list[Token]]:
        if self._clause:
            yield self._clause
            self._clause = []

    def _line(self, line: Line) -> Iterator[Token | None]:
        """The tokens of one line; None where a clause ends."""
        position = 0
        while position < len(line.text):
            if self._depth:
                position = self._comment(line, position)
                continue
            match = TOKEN.search(line.text, position)
            if match is None:
                return
            position = match.end()
            if match[0] == "/*":
                self._depth, self._opened = 1, line
            elif match[0] == ";":
                yield None
            elif match[0][0] in "'\"":
                yield from string(line, match)
            else:
                yield Token(line.located(*match.span()))

    def _comment(self, line: Line, position: int) -> int:
        """Where the comment ends, or goes on behind the end of this line."""
        match = COMMENT_PART.search(line.text, position)
        if match is None:
            return len(line.text)
        self._depth += 1 if match[0] == "/*" else -1
        if not self._depth:
            self._opened = None
        return match.end()


def string(line: Line, match: re.Match[str]) -> Iterator[Token]:
    """The words of a string."""
    joined = JOINED.match(line.text, match.end()) is not None
    found = list(STRING_WORD.finditer(line.text, match.start(), match.end()))
    for index, word in enumerate(found):
        last = index == len(found) - 1 and word.end() >= match.end() - 1
        yield Token(line.located(*word.span()), True, index == 0, last and joined)
