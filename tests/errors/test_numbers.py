"""Readers of numbers in free text."""

from __future__ import annotations

import re

import pytest

from ssldiag.errors.model import Reading
from ssldiag.errors.numbers import NUMBERS, function

SENTENCE = re.compile(r"rc (?P<number>\S+)")


def read(text: str, least: int = 1, web: bool = True) -> list[Reading]:
    match = SENTENCE.search(text)
    assert match is not None
    return list(function("zvm", least=least, web=web)(match))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rc 8", [("function", "8")]),
        ("rc -93", [("negative", "-93")]),
        ("rc 0x19E", [("function", "414")]),
        ("rc 53817370", [("cms", "53817370")]),
        ("rc 0", []),
    ],
)
def test_return_codes(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(reading.kind, reading.value) for reading in read(text)] == expected
    assert all(reading.platforms for reading in read(text))


def test_small_numbers_and_numbers_of_http_can_be_left_out() -> None:
    assert read("rc 8", least=100) == []
    assert read("rc 402", least=100)
    assert read("GET x: rc 402", web=False) == []
    assert read("HTTP rc 402", web=True)


def test_every_number_pattern_shows_the_number() -> None:
    assert {pattern.shown for pattern in NUMBERS} == {"number", "hex"}
