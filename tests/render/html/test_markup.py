"""Text never becomes markup, and is never lost without a word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.render.html.markup import Html, cut, esc, folded, join, listed, prose, tag, told, wide_table
from tests.render.html.reading import Read


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_stays_text(text: str) -> None:
    markup = tag("p", text, title=text)
    read = Read(markup)
    assert [name for name, _ in read.tags] == ["p"]
    assert markup.isprintable()


def test_cut_says_how_much() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("a" * 1_010, 10) == "a" * 10 + "… (1,000 more characters)"


def test_prose_is_one_line() -> None:
    assert prose(" a\n b\t c ") == "a b c"
    assert prose("a " * 10_000, 10).endswith("more characters)")


def test_attributes() -> None:
    assert tag("a", "x", href="#y", cls="z", hidden=True, open=False, title=None) == (
        '<a href="#y" class="z" hidden>x</a>'
    )
    assert tag("input", type="search", data_sort=1.5) == '<input type="search" data-sort="1.5">'
    assert tag("line", x1=1_000_000) == '<line x1="1000000"></line>'
    assert tag("a", Html("<b>x</b>"), None, "") == "<a><b>x</b></a>"


def test_a_separator_is_text_unless_it_is_markup() -> None:
    assert join(("a", "", None, "b"), " < ") == "a &lt; b"
    assert join(("a", "b"), Html("<br>")) == "a<br>b"


def test_lists() -> None:
    assert listed([]) == "" and told([("a", "")]) == ""
    assert listed(["x"], "k", ordered=True) == '<ol class="k"><li>x</li></ol>'
    assert told([("a", "b")]) == '<dl class="told"><dt>a</dt><dd>b</dd></dl>'
    assert folded("s", "x", is_open=True, id="i") == '<details open id="i"><summary>s</summary>x</details>'


def test_a_wide_table() -> None:
    row = tag("tr", tag("td", "1"))
    read = Read(wide_table("Some", ("A",), [row], "and 2 more"))
    assert [name for name, _ in read.tags] == ["div", "table", "thead", "tr", "th", "tbody", "tr", "td", "p"]
    assert (read.named("div")[0]["aria-label"], read.named("table")) == ("Some", [{"class": "sortable"}])
    assert read.texts == ["A", "1", "and 2 more"]
    assert not Read(wide_table("Some", ("A",), [row])).named("p")
    assert Read(wide_table("Some", ("A",), [row], sortable=False)).named("table") == [{}]


@pytest.mark.parametrize("text", ["\ud800", "\u202e", "\x00", "\x9b", "\ufeff", "\u2028"])
def test_what_cannot_be_seen_is_shown(text: str) -> None:
    assert esc(text).startswith("\\")
