"""Clauses of REXX: comments over lines, strings, continuations, and what is glued to a string."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.rexx import Reader, Token
from ssldiag.text import Line
from tests.readers.support import pointed_at


def clauses(text: str) -> list[list[Token]]:
    return list(
        Reader().clauses(Line("FILE", number, line) for number, line in enumerate(text.split("\n"), 1))
    )


def spelt(text: str) -> list[str]:
    """Each clause as text: quoted words in ``<>``, ``+`` behind glued ones."""
    return [
        " ".join(
            (f"<{t.word.value}>" if t.quoted else t.word.value) + ("+" if t.glued else "") for t in clause
        )
        for clause in clauses(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 1; say 'b c'", ["a = 1", "say <b> <c>"]),
        ("/* x */ a /* y\n z */ b", ["a", "b"]),
        ("/* a /* nested */ still */ b", ["b"]),
        ("'it''s' \"a 'b'\"", ["<it> <s> <a> <b>"]),
        ("'open\nnext", ["<open>", "next"]),
        ("'CP XAUTOLOG',\n 'A'", ["<CP> <XAUTOLOG> <A>"]),
        ("x,\n", ["x"]),
        ("'/* no comment */' a", ["</*> <no> <comment> <*/> a"]),
        ("'SSL0000'i", ["<SSL0000>+ i"]),
        ("'SSL' || i", ["<SSL>+ | | i"]),
        ("'SSL 'i", ["<SSL> i"]),
        ("'A'/* c */", ["<A>"]),
        ("('A');'B'", ["( <A> )", "<B>"]),
    ],
)
def test_clauses(text: str, found: list[str]) -> None:
    assert spelt(text) == found


def test_an_endless_comment_is_told() -> None:
    reader = Reader()
    assert [len(item) for item in reader.clauses([Line("F", 1, "a /* b"), Line("F", 2, "c")])] == [1]
    assert [(str(note.place), note.reason) for note in reader.unreadable] == [
        ("F:1", "a comment that begins here has no end")
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab'\"/*;,| \n(", max_size=80))
def test_any_text_gives_words_that_stand_where_they_say(text: str) -> None:
    for clause in clauses(text):
        for token in clause:
            assert pointed_at(token.word.place, text) == token.word.value
