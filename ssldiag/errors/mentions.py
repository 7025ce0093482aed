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
    """Which patterns match where in a line; ``near``: words about TLS are in the line or just before it.

    Lines that differ in digits alone have the same shapes. Which of them hold a code, the readers decide.
    """
    folded = text.lower()
    return [
        Shape(pattern, match.start())
        for pattern in PATTERNS
        if (near or not pattern.near) and any(map(folded.__contains__, pattern.words))
        for match in pattern.regex.finditer(text)
    ]


def mentions(text: str, found: list[Shape]) -> Iterator[Mention]:
    """The mentions of a line by its shapes; what an earlier pattern has read, no later one reads again."""
    taken: list[tuple[int, int]] = []
    for pattern, begin in found:
        match = pattern.regex.match(text, begin)
        if match is None:
            continue
        start, end = match.span(pattern.shown)
        if any(start < last and end > first for first, last in taken):
            continue
        readings = tuple(pattern.read(match))
        if readings or pattern.claims:
            taken.append(match.span())
        if readings:
            yield Mention(match[pattern.shown].strip()[:SHOWN], readings, start)


def meant(
    mention: Mention, tables: Tables, platforms: tuple[str, ...], only: bool = False
) -> tuple[Reading | None, tuple[Row, ...]]:
    """The first reading that the tables know, on these platforms if it is known there; and its rows.

    With ``only`` the rows of other platforms do not count.
    """
    for reading in mention.readings:
        found = rows(tables, reading)
        here = [row for row in found if any(word in platforms for word in row.platforms)]
        if here:
            return reading._replace(platforms=platforms), tuple(here)
        elsewhere = reading.kind in _NUMBERED and _NUMBERING.intersection(platforms)
        if found and not only and not elsewhere:
            return reading, tuple(found)
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
        reading, means = meant(mention, tables, around, only=platform is not None)
        if reading is not None and means not in known:
            known.add(means)
            limit = (platform,) if platform else reading.platforms
            yield one(mention.shown, [reading], tables, limit)
