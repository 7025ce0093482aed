"""What a pattern for codes in free text is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssldiag.errors.model import Reading

Match = re.Match[str]
Reader = Callable[[Match], Iterator[Reading]]


class Pattern(NamedTuple):
    """A shape of text and the reader of its matches.

    Each match holds one of ``words``, in any case: lines without them need not be searched. ``near`` wants
    words about TLS in the line or in one of the lines before it; ``shown`` is the group that is quoted;
    ``claims`` keeps later patterns away even where nothing is read.
    """

    words: tuple[str, ...]
    regex: re.Pattern[str]
    read: Reader
    near: bool = False
    shown: int | str = 0
    claims: bool = False


def pattern(
    words: str,
    regex: str,
    read: Reader,
    near: bool = False,
    shown: int | str = 0,
    claims: bool = False,
    flags: int = 0,
) -> Pattern:
    """A pattern; ``words`` are separated by ``|``."""
    return Pattern(tuple(words.split("|")), re.compile(regex, flags), read, near, shown, claims)


def taking(kind: str, group: int | str = 0) -> Reader:
    """A reader that takes a group as it stands."""

    def read(match: Match) -> Iterator[Reading]:
        yield Reading(kind, match[group].strip())

    return read
