"""A line of a print in; the keys with dot leaders in it (``System value . . . . :   QSSLPCL``) and where
their values stand, out. No pattern, since leaders of any length must not make it slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Keyed(NamedTuple):
    """``key`` without its leader, in lower case; the value is ``text[start:end]``, without blanks around
    it.
    """

    key: str
    start: int
    end: int


LONGEST_KEY = 60
"""Characters of a key: the widest of a 132 column print have some 40."""


def keyed(text: str, colon_alone: bool = False) -> Iterator[Keyed]:
    """The keys of a line. A colon counts behind a dot leader; with ``colon_alone`` behind any word.

    >>> line = "a . :  QX1  b . . :   2"
    >>> [(item.key, line[item.start : item.end]) for item in keyed(line)]
    [('a', 'QX1'), ('b', '2')]
    """
    marks = list(_marks(text, colon_alone))
    for number, (key, _, colon) in enumerate(marks):
        stop = marks[number + 1][1] if number + 1 < len(marks) else len(text)
        value = text[colon + 1 : stop]
        start = colon + 1 + len(value) - len(value.lstrip())
        yield Keyed(key, start, max(start, colon + 1 + len(value.rstrip())))


def _marks(text: str, colon_alone: bool) -> Iterator[tuple[str, int, int]]:
    """Keys, where they begin, and where their colons are."""
    done = 0
    colon = text.find(":")
    while colon >= 0:
        left = text[done:colon].rstrip()
        if left.endswith(".") or (colon_alone and left and text[colon + 1 : colon + 2] in ("", " ")):
            name = left.rstrip(" .")
            begin = max(name.rfind("  ") + 2, 0) if "  " in name else len(name) - len(name.lstrip())
            key = name[begin:].strip()
            if 0 < len(key) <= LONGEST_KEY:
                yield key.lower(), done + begin, colon
                done = colon + 1
        colon = text.find(":", colon + 1)


def value(text: str, *keys: str) -> Keyed | None:
    """The first of these keys that the line has with a value."""
    if ":" not in text:
        return None
    return next((item for item in keyed(text) if item.key in keys and item.end > item.start), None)
