"""Plain values in, their JSON out, character by character as ``json.dumps`` writes it in ASCII."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from json.encoder import encode_basestring_ascii as text

__all__ = ["WORDS", "maybe", "named", "names", "real", "text", "texts", "whole", "wholes"]

WORDS = {True: "true", False: "false", None: "null"}
"""Truth values, and null."""


def maybe(word: str | None) -> str:
    """A string, or null."""
    return "null" if word is None else text(word)


def whole(number: int | None) -> str:
    """An integer, or null."""
    return "null" if number is None else str(number)


def real(number: float | None) -> str:
    """As ``json.dumps`` writes them; infinity and what is no number in its words for them."""
    if number is None:
        return "null"
    if number - number == 0:
        return repr(number)
    return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"


def texts(words: Iterable[str]) -> str:
    """A list of strings."""
    return f"[{', '.join(map(text, words))}]"


def wholes(numbers: Iterable[int]) -> str:
    """A list of integers."""
    return f"[{', '.join(map(str, numbers))}]"


def names(name: Callable[[int], str], numbers: Iterable[int]) -> str:
    """The names of numbers, as a list."""
    return texts(map(name, numbers))


def named(name: Callable[[int], str], number: int | None) -> str:
    """The name of a number, or null."""
    return "null" if number is None else text(name(number))
