"""The part of a line that is quoted, and where its carets go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import TextPlace
from ssldiag.render.excerpt import Excerpt, excerpt
from ssldiag.render.layout import cells
from tests.effort import calls


def place(text: str, column: int, width: int = 1) -> TextPlace:
    return TextPlace("f", 1, column, width, text)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (place(":nick.SSL  ", 1, 6), Excerpt(":nick.SSL", 0, 6)),
        (place("abc", 3, 1), Excerpt("abc", 2, 1)),
        (place("abc", 9, 4), Excerpt("abc", 3, 1)),
        (place("abc", 2, 99), Excerpt("abc", 1, 2)),
        (place("", 1, 1), Excerpt("", 0, 1)),
        (place("\tx\ty", 4, 1), Excerpt("        x       y", 16, 1)),
        (place("a\x1b[2Jb", 6, 1), Excerpt("a\\x1b[2Jb", 8, 1)),
        (place("ラベル X", 5, 1), Excerpt("ラベル X", 7, 1)),
        (place("ラベル X", 2, 2), Excerpt("ラベル X", 2, 4)),
        (place("e\u0301x", 3, 1), Excerpt("e\u0301x", 1, 1)),
        (place("\udc80x", 2, 1), Excerpt("\\udc80x", 6, 1)),
    ],
)
def test_whole_line(where: TextPlace, expected: Excerpt) -> None:
    assert excerpt(where, 60) == expected


def test_wide_line_is_windowed_around_the_mark() -> None:
    line = "".join(f"{n:04}" for n in range(500))
    shown = excerpt(place(line, 1001, 4), 40)
    assert shown.text.startswith("...") and shown.text.endswith("...")
    assert cells(shown.text) <= 40
    assert shown.text[shown.start : shown.start + shown.width] == "0250"


def test_window_at_either_end_cuts_one_side() -> None:
    line = "x" * 100
    assert excerpt(place(line, 1), 40).text == "x" * 34 + "..."
    end = excerpt(place(line, 100), 40)
    assert end.text == "..." + "x" * 34
    assert (end.start, end.width) == (36, 1)


def test_mark_wider_than_the_window_stays_inside() -> None:
    shown = excerpt(place("y" * 500, 10, 400), 40)
    assert shown.start + shown.width <= cells(shown.text)


def test_huge_line_costs_nothing() -> None:
    line = "z\u0301" * 5_000_000
    assert calls(lambda: excerpt(place(line, 6_000_000, 3_000_000), 80)) < 20_000


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.integers(-2, 150), st.integers(-1, 150), st.integers(20, 90))
def test_never_wider_than_asked(text: str, column: int, width: int, columns: int) -> None:
    shown = excerpt(place(text, column, width), columns)
    assert cells(shown.text) <= columns
    assert shown.text.isprintable()
    assert 0 <= shown.start <= columns and shown.width >= 1
