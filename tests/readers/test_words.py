"""Parts, numbers and stretches of located words."""

from __future__ import annotations

import pytest

from ssldiag.model import FilePlace, Located, TextPlace
from ssldiag.readers.words import number, part, span, spellings, upper
from tests.readers.support import pointed_at, words

TEXT = "CACHELIFE 24H\nnext"


def test_part_moves_the_place_along() -> None:
    word = words(TEXT)[1]
    assert part(word, 2, 3) == Located("H", TextPlace("FILE", 1, 13, 1))
    assert pointed_at(part(word, 0, 2).place, TEXT) == "24"


def test_part_of_a_word_without_a_column_keeps_its_place() -> None:
    word = Located("24H", FilePlace("x", 7))
    assert part(word, 0, 2) == Located("24", FilePlace("x", 7))


def test_span_stays_on_one_line() -> None:
    first, second, other = (word.place for word in words(TEXT))
    assert pointed_at(span(first, second), TEXT) == "CACHELIFE 24H"
    assert span(first, other) == first
    assert span(FilePlace("x"), other) == FilePlace("x")


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_numbers(text: str, value: int) -> None:
    found = number(words(text)[0])
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["x", "1x", "-1", "+1", "²", "٣", "1" * 10, "9" * 5000])
def test_what_is_no_number(text: str) -> None:
    assert number(words(text)[0]) is None


def test_no_word_is_no_number() -> None:
    assert number(None) is None


def test_upper_keeps_the_place() -> None:
    word = words("next")[0]
    assert upper(word) == Located("NEXT", word.place)


def test_spellings_run_from_the_capitals_to_the_whole_word() -> None:
    assert spellings(("KEYFile", "FIPS")) == {
        "KEYF": "KEYFILE",
        "KEYFI": "KEYFILE",
        "KEYFIL": "KEYFILE",
        "KEYFILE": "KEYFILE",
        "FIPS": "FIPS",
    }
