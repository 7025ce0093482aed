"""Phrases are found where a plain search for each finds them, however many there are."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle.phrases import Phrases, lowered
from tests.effort import seconds

LETTERS = "ab1 -_.!ä"


def plainly(phrases: list[str], text: str) -> list[tuple[int, int]]:
    """The same by one pattern of all phrases, the longest first."""
    each = "|".join(
        rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])" for phrase in sorted(phrases, key=len, reverse=True)
    )
    return [match.span() for match in re.finditer(each, text)] if phrases else []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=8), st.text(LETTERS, max_size=60))
def test_as_one_pattern_of_all(phrases: list[str], text: str) -> None:
    found = Phrases(phrases)
    assert found.spans(text) == plainly(phrases, text)
    assert found.may_begin(text) or not plainly(phrases, text)


@pytest.mark.parametrize(
    ("phrase", "text", "spans"),
    [
        ("acme holding", "by acme holding.", [(3, 15)]),
        ("acme", "acmes xacme acme_1 acme", [(12, 16), (19, 23)]),
        ("$a-b!", "x$a-b! $a-b!y $a-b!", [(14, 19)]),
        ("!!!!", "a!!!! !!!!", [(6, 10)]),
    ],
)
def test_between_letters_and_digits(phrase: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert Phrases([phrase]).spans(text) == spans


def test_words_of_the_user_count_inside_words() -> None:
    found = Phrases()
    found.add("top", anywhere=True)
    assert found.spans("xtopstop") == [(1, 4), (5, 8)]


def test_no_character_moves_in_lower_case() -> None:
    text = "İSTANBUL Ä ẞ ACME"
    assert len(lowered(text)) == len(text)
    assert Phrases(["acme"]).spans(lowered(text)) == [(13, 17)]


def test_a_hundred_thousand_phrases_cost_no_more_than_one() -> None:
    found = Phrases(f"word{number} and more" for number in range(100_000))
    assert seconds(partial(found.spans, "word77 and other words " * 10_000)) < 5
