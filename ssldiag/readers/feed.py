"""A configuration file in; its lines without screen furniture out, and notes of what was left unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ssldiag.model import Source, TextPlace, Unreadable
from ssldiag.text import LINE_LIMIT, Line, clean, lines


class Bound(NamedTuple):
    """The lines and characters read of one file: each word takes some 200 bytes of memory, so both count."""

    lines: int
    characters: int


CONFIGURATION = Bound(20_000, 2 * 1024 * 1024)
"""Several times the profile of a stack with thousands of ports and routes; all else is shorter."""

DIRECTORY = Bound(400_000, 16 * 1024 * 1024)
"""A directory of 20,000 users with 20 statements each."""

TOO_LONG = f"longer than {LINE_LIMIT:,} characters; the rest is not read"
TOO_MANY = "far longer than any file of its kind: what follows is not read"


def configuration(source: Source, bound: Bound = CONFIGURATION) -> tuple[list[Line], list[Unreadable]]:
    """The lines of a configuration file, and notes of lines cut short and of a file cut off.

    The notes quote no text: in a directory it could hold a password.
    """
    rest = clean(lines(source))
    found = list(within(bound, rest))
    notes = [Unreadable(TextPlace(line.file, line.number), TOO_LONG) for line in found if line.cut]
    after = next(rest, None)
    if after is not None:
        notes.append(Unreadable(TextPlace(after.file, after.number), TOO_MANY))
    return found, notes


def within(bound: Bound, rest: Iterable[Line]) -> Iterator[Line]:
    """The first lines, until either bound is reached."""
    left, room = bound
    for line in rest:
        yield line
        left -= 1
        room -= len(line.text)
        if left <= 0 or room <= 0:
            return
