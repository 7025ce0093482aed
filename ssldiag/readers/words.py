"""Located words in, parts of them, their numbers or their upper case out, each still with its place."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.model import Located, Place, TextPlace

LONGEST_NUMBER = 9
"""Digits of a number that is read: no operand of a z/VM configuration file is larger than 10^9."""


def upper(word: Located[str]) -> Located[str]:
    """The same word in upper case."""
    return Located(word.value.upper(), word.place)


def part(word: Located[str], start: int, end: int) -> Located[str]:
    """The stretch ``[start:end]`` of a word."""
    text = word.value[start:end]
    place = word.place
    if isinstance(place, TextPlace):
        place = TextPlace(place.file, place.line, place.column + start, max(len(text), 1), place.text)
    return Located(text, place)


def span(first: Place, last: Place) -> Place:
    """From one place to another of the same line; the first where they stand on different lines."""
    if isinstance(first, TextPlace) and isinstance(last, TextPlace) and first.line == last.line:
        width = last.column + last.width - first.column
        return TextPlace(first.file, first.line, first.column, max(width, 1), first.text)
    return first


def number(word: Located[str] | None) -> Located[int] | None:
    """A decimal word as a number; None for any other word and for more digits than :data:`LONGEST_NUMBER`."""
    if word is None or not is_number(word.value):
        return None
    return Located(int(word.value), word.place)


def is_number(text: str) -> bool:
    """Whether a text is a decimal number that is short enough to be meant as one."""
    return len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit()


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Every spelling of some keywords, in upper case -> the keyword in upper case.

    Each keyword is written with capitals for its shortest abbreviation, as IBM's syntax diagrams do: KEYFile.
    """
    found: dict[str, str] = {}
    for name in names:
        full = name.upper()
        shortest = next((index for index, letter in enumerate(name) if letter.islower()), len(name))
        found.update((full[:length], full) for length in range(shortest, len(name)))
        found[full] = full
    return found
