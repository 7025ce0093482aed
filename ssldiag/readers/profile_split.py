"""Words of a profile in, its statements out, known or not. Free form: a statement may run over many lines.

At the start of a line a known name begins a statement. So does an unknown word that looks like a name and
is not indented deeper than the statement before it, which is how misspelt statements are found. A block
without its END word would swallow all that follows; here it ends at the next known name, so that the rest
can be judged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ssldiag.model import Located, TextPlace, Unreadable
from ssldiag.readers.profile_statements import STATEMENTS, Form, begins, is_name

UNKNOWN = Form()
OUT_OF_PLACE = "text that belongs to no statement"


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a profile; ``upper`` in upper case; ``first`` tells which of them begin a line."""

    word: list[Located[str]]
    upper: list[str]
    first: list[bool]

    def column(self, index: int) -> int:
        """The column of a word."""
        place = self.word[index].place
        return place.column if isinstance(place, TextPlace) else 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """A statement: the index of its name, and the one after its last operand."""

    name: int
    end: int
    known: bool = True
    closed: bool = True


def gather(lines: Iterable[list[Located[str]]]) -> Words:
    """The words of lines in one row."""
    words: list[Located[str]] = []
    first: list[bool] = []
    for line in lines:
        words += line
        first += [True, *[False] * (len(line) - 1)] if line else []
    return Words(words, [word.value.upper() for word in words], first)


class Splitter:
    """Cuts the words of one profile into statements."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.unreadable: list[Unreadable] = []
        self._ends: dict[str, list[int]] = {}
        self._begins: list[int] = []
        self._named: dict[str, list[int]] = {}
        for index, word in enumerate(words.upper):
            if word.startswith("END"):
                self._ends.setdefault(word, []).append(index)
            if words.first[index] and begins(word):
                self._begins.append(index)
                self._named.setdefault(word, []).append(index)

    def __iter__(self) -> Iterator[Stretch]:
        index, orphaned = 0, False
        while index < len(self.words.upper):
            name = self.words.upper[index]
            if name not in STATEMENTS and not is_name(name):
                if not orphaned:
                    self.unreadable.append(Unreadable(self.words.word[index].place, OUT_OF_PLACE))
                orphaned, index = True, self._next_line(index)
                continue
            stretch, index = self._statement(index)
            orphaned = False
            yield stretch

    def _statement(self, index: int) -> tuple[Stretch, int]:
        """The statement that begins here, and where the next one does."""
        name = self.words.upper[index]
        known = name in STATEMENTS
        form = STATEMENTS.get(name, UNKNOWN)
        end = self._end_word(index)
        if end is not None and (form.block or not known):
            return Stretch(index, end, known), end + 1
        if form.block:
            stop = self._end_of_open_block(index, form)
            return Stretch(index, stop, known, closed=False), stop
        stop = self._end_of_list(index, form)
        return Stretch(index, stop, known), stop + (stop == end)

    def _end_word(self, index: int) -> int | None:
        """Where the END word of the statement is, unless one of the same name begins before it."""
        name = self.words.upper[index]
        end = following(self._ends.get(f"END{name}", ()), index)
        again = following(self._named.get(name, ()), index)
        return None if end is None or (again is not None and again < end) else end

    def _end_of_open_block(self, index: int, form: Form) -> int:
        """Where a block without an END word is taken to end."""
        for position in range(bisect_right(self._begins, index), len(self._begins)):
            found = self._begins[position]
            if self.words.upper[found] not in form.keywords:
                return found
        return len(self.words.upper)

    def _end_of_list(self, index: int, form: Form) -> int:
        """Where a statement without an END word ends: at the next statement."""
        column = self.words.column(index)
        upper, first = self.words.upper, self.words.first
        closing = f"END{upper[index]}"
        for here in range(index + 1, len(upper)):
            word = upper[here]
            if word == closing:
                return here
            if first[here]:
                if word not in form.keywords and (
                    begins(word) or self._is_unknown(here, index, column, form)
                ):
                    return here
            elif form.short and here > index + form.least and word in STATEMENTS:
                return here
        return len(upper)

    def _is_unknown(self, here: int, index: int, column: int, form: Form) -> bool:
        """Whether a word at the start of a line looks like the name of a statement that is not known."""
        word = self.words.upper[here]
        if form.free or here - index <= form.least or not is_name(word):
            return False
        return self.words.column(here) <= column

    def _next_line(self, index: int) -> int:
        """The first word of the next line."""
        index += 1
        while index < len(self.words.first) and not self.words.first[index]:
            index += 1
        return index


def following(positions: Sequence[int], index: int) -> int | None:
    """The first of the sorted positions after this one."""
    place = bisect_right(positions, index)
    return positions[place] if place < len(positions) else None
