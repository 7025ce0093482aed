"""Words up to a comment, and comments glued to a word."""

from __future__ import annotations

import pytest

from ssldiag.readers.tokens import words_before_comment
from ssldiag.text import Line
from tests.effort import calls
from tests.readers.support import pointed_at, values


@pytest.mark.parametrize(
    ("text", "words", "glued"),
    [
        ("", [], None),
        ("; all of it", [], None),
        ("  ;", [], None),
        ("A b ; c;d", ["A", "b"], None),
        ("A\t;c", ["A"], None),
        ("A b;c", ["A", "b"], "b;"),
        ("A b;", ["A", "b"], "b;"),
        ("A\u00a0b;c", ["A", "b"], "b;"),
        ("A;;", ["A"], "A;"),
    ],
)
def test_words_and_glued_comments(text: str, words: list[str], glued: str | None) -> None:
    found, place = words_before_comment(Line("FILE", 1, text))
    assert values(found) == words
    assert [pointed_at(word.place, text) for word in found] == words
    assert (pointed_at(place, text) if place else None) == glued


def test_places_count_the_columns_taken_away() -> None:
    found, place = words_before_comment(Line("FILE", 3, "PORT 23;x", 6, "00037 PORT 23;x"))
    assert [str(word.place) for word in found] == ["FILE:3", "FILE:3"]
    assert [pointed_at(word.place, "\n\n00037 PORT 23;x") for word in found] == ["PORT", "23"]
    assert pointed_at(place, "\n\n00037 PORT 23;x") == "23;"


def test_open_marks_are_looked_for_once() -> None:
    """A line of many labels of which no mark is closed: ten times as long, ten times the work."""

    def work(count: int) -> int:
        return calls(lambda: words_before_comment(Line("FILE", 1, "SECURE 'a TLSLABEL \"b " * count)))

    assert work(1000) < 15 * work(100)
