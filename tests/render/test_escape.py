"""What may reach a terminal, a JSON reader and a spreadsheet."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.render.escape import json_text, spreadsheet_cell, visible

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with = and \\,", "plain, with = and \\,"),
        ("Größe und Maß CA", "Größe und Maß CA"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\x07\x7f", "bell\\x07\\x7f"),
        ("two\nlines\r\t", "two\\x0alines\\x0d\\x09"),
        ("\x9b2J", "\\x9b2J"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("\u2066\u2069\u200e\u200f\u061c", "\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("no\u00a0break\u2028line", "no\\xa0break\\u2028line"),
        ("", ""),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_nothing_dangerous_is_left_and_twice_is_once(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in shown)
    assert visible(shown) == shown
    shown.encode()


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_json_is_exact_and_printable_ascii(text: str) -> None:
    written = json_text({"text": text}, indent=None)
    assert json.loads(written) == {"text": text}
    assert written.isascii() and written.isprintable()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_sees_no_formula(text: str) -> None:
    assert spreadsheet_cell(text) == "'" + text


def test_a_harmless_cell_is_left_alone() -> None:
    assert spreadsheet_cell("TLSCERT1 = x") == "TLSCERT1 = x"
