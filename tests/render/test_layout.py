"""Widths and wrapping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.render.layout import cells, clip, indented, pad, wrap


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("証明書", 6), ("ﾊﾝ", 2), ("a証", 3)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_wrap_breaks_at_blanks_and_keeps_long_words_whole() -> None:
    assert wrap("one two  three", 7) == ["one two", "three"]
    assert wrap("a " + "x" * 12 + " b", 5) == ["a", "x" * 12, "b"]
    assert wrap("  ", 5) == []
    assert wrap("証明 証明 証明", 9) == ["証明 証明", "証明"]


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(1, 30))
def test_wrap_loses_no_word(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert " ".join(lines).split() == text.split()
    assert all(cells(line) <= columns or " " not in line for line in lines)


def test_clip_marks_a_cut() -> None:
    assert clip("stack", 5) == "stack"
    assert clip("stack-mismatch", 8) == "stack..."
    assert cells(clip("証明書の期限", 8)) <= 8


def test_pad_counts_columns() -> None:
    assert pad("証", 4) == "証  "
    assert pad("long", 2) == "long"


def test_indented_leaves_empty_lines_empty() -> None:
    assert list(indented([(("a", ""),), ()], 2)) == [(("  ", ""), ("a", "")), ()]
    assert list(indented([(("a", ""),)], 0)) == [(("a", ""),)]
