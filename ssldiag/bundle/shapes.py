"""Lines in, what each may hold out: a key, a password, a name; nothing is taken out of them here.

The theory: lines that differ in digits alone have the same shape; patterns do not tell digits apart, but for
few, whose own digits are folded too; and a shape is looked at once. So of a large log hardly any line is
looked at, and none less closely than by its own patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from ssldiag.bundle import key_lines, places, secret_words

T = TypeVar("T")

LONGEST = 512
"""Characters of a line whose shape is remembered: longer ones hardly come twice, and take the memory."""

KEPT = 60_000
"""Shapes that are remembered: some 20 MB. Then they are forgotten."""

_DIGITS = str.maketrans("123456789", "000000000")
_LITERAL_DIGIT = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\(\?P<\w+>|\\.|(?P<d>[1-9])")
"""What a pattern has digits in; the group is a digit that stands for itself."""


class May(NamedTuple):
    """What a line may hold: a key; passwords at these places; words that these rows name; ``more``: names
    told otherwise.
    """

    key: bool
    secrets: tuple[secret_words.Spot, ...]
    names: tuple[places.Row, ...]
    more: bool


NOTHING = May(False, (), (), False)
ANYTHING = May(True, secret_words.PLACES, places.SINGLES, True)


class Shapes:
    """Remembers shapes. ``more`` says whether a line may name something that no table of places has."""

    def __init__(self, more: Callable[[str], bool]) -> None:
        self._more = more
        self._known: dict[str, May] = {}
        self._secrets = tuple(_Folded(place[0], place[1]) for place in secret_words.PLACES)
        self._names = tuple(_Folded(row[1], row[2]) for row in places.SINGLES)

    def of(self, lines: Sequence[str]) -> list[May]:
        """For each line (none has an end of line) what it may hold."""
        shapes = "\n".join(lines).translate(_DIGITS).split("\n")
        if len(self._known) > KEPT:
            self._known.clear()
        self._look({shape for shape in set(shapes).difference(self._known) if len(shape) <= LONGEST})
        return [self._known.get(shape, ANYTHING) for shape in shapes] if lines else []

    def _look(self, shapes: Iterable[str]) -> None:
        everything = "\n".join(shapes).lower()
        secrets = _likely(self._secrets, secret_words.PLACES, everything)
        names = _likely(self._names, places.SINGLES, everything)
        for shape in shapes:
            low = shape.lower()
            found = May(
                key_lines.may_begin(shape),
                tuple(place for folded, place in secrets if folded.fits(shape, low)),
                tuple(row for folded, row in names if folded.fits(shape, low)),
                self._more(shape),
            )
            self._known[shape] = (
                NOTHING if found == NOTHING and not secret_words.begins_something(shape) else found
            )


class _Folded:
    """A pattern and its signs as they fit shapes: their digits are 0."""

    def __init__(self, signs: Iterable[str], pattern: re.Pattern[str]) -> None:
        self.signs = tuple(sign.translate(_DIGITS) for sign in signs)
        self.search = re.compile(fold(pattern.pattern), pattern.flags).search

    def fits(self, shape: str, low: str) -> bool:
        """Whether the pattern may match a line of this shape."""
        return self.likely(low) and self.search(shape) is not None

    def likely(self, low: str) -> bool:
        """Whether a text in lower case has one of the signs."""
        return any(map(low.__contains__, self.signs))


def fold(pattern: str) -> str:
    """A pattern that matches the shape of whatever the given one matches.

    >>> fold(r"^230 \\d{3}x[0-9]{1,2}")
    '^000 \\\\d{3}x[0-9]{1,2}'
    """
    return _LITERAL_DIGIT.sub(lambda match: "0" if match["d"] else match[0], pattern)


def _likely(folded: Sequence[_Folded], rows: Sequence[T], low: str) -> list[tuple[_Folded, T]]:
    return [(one, row) for one, row in zip(folded, rows, strict=True) if one.likely(low)]
