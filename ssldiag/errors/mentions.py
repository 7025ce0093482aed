"""A line of free text in, the codes that it mentions out; and the rows that a mention means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ssldiag.errors import context
from ssldiag.errors.kinds import rows
from ssldiag.errors.load import Tables
from ssldiag.errors.lookup import one
from ssldiag.errors.model import Explanation, Reading, Row
from ssldiag.errors.pattern import Pattern
from ssldiag.errors.patterns import PATTERNS

LINE = 4096
"""Characters that are looked at together; longer lines are looked at in pieces. Patterns have no need of
more."""

TEXT = 1 << 20
"""Characters of a text on the command line that are searched; no system takes longer arguments."""

SHOWN = 200
"""Characters of a code that are quoted: an OpenSSL line is the longest."""


_NUMBERED = ("function", "negative")
_NUMBERING = frozenset(("ibmi", "zvm", "zos", "gskit8"))
"""Platforms whose return codes are numbers."""


class Mention(NamedTuple):
    """A code as it stands in the text, the ways to read it, and where it begins."""

    shown: str
    readings: tuple[Reading, ...]
    start: int


class Shape(NamedTuple):
    """A pattern and where in the line it matches."""

    pattern: Pattern
    start: int


def shapes(text: str, near: bool) -> list[Shape]:
    """Which patterns match where in a line; ``near``: words about TLS are in the line or just before it."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern in PATTERNS:
        if pattern.near and not near:
            continue
        for match in pattern.regex.finditer(text):
            start, end = match.span(pattern.shown)
            if all(end <= first or start >= last for first, last in taken):
                taken.append(match.span())
                found.append(Shape(pattern, match.start()))
    return found


def mentions(text: str, found: list[Shape]) -> Iterator[Mention]:
    """The mentions of a line by the shapes found in it, or in a line that differs from it in digits alone."""
    for pattern, start in found:
        match = pattern.regex.match(text, start)
        if match:
            yield Mention(
                match[pattern.shown].strip()[:SHOWN], tuple(pattern.read(match)), match.start(pattern.shown)
            )


def meant(
    mention: Mention, tables: Tables, platforms: tuple[str, ...]
) -> tuple[Reading | None, tuple[Row, ...]]:
    """The first reading of a mention that the tables know, on these platforms if it is known there; and
    its rows."""
    for reading in mention.readings:
        found = rows(tables, reading)
        here = [row for row in found if any(word in platforms for word in row.platforms)]
        if found and not here and reading.kind in _NUMBERED and _NUMBERING.intersection(platforms):
            continue  # the line speaks of a platform that does not have this code
        if found:
            limited = reading._replace(platforms=platforms) if here else reading
            return limited, tuple(here or found)
    return None, ()


def in_text(text: str, tables: Tables, platform: str | None) -> Iterator[Explanation]:
    """The codes in a text that a user quotes: each once, in the order in which they stand there."""
    around = (platform,) if platform else context.platforms(text)
    pieces = (text[start : start + LINE] for start in range(0, min(len(text), TEXT), LINE))
    found = [
        mention
        for piece in pieces
        for mention in sorted(mentions(piece, shapes(piece, near=True)), key=lambda mention: mention.start)
    ]
    known: set[tuple[Row, ...]] = set()
    for mention in found:
        reading, means = meant(mention, tables, around)
        if reading is not None and means not in known:
            known.add(means)
            limit = (platform,) if platform else reading.platforms
            yield one(mention.shown, [reading], tables, limit)
