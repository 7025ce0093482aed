"""Markdown that shows text from files exactly, whatever it is; read back with a CommonMark parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.render.escape import visible
from ssldiag.render.markdown import code, fence, render, text
from ssldiag.render.quoting import prose
from ssldiag.render.style import Style
from tests.render import reports

markdown_it = pytest.importorskip("markdown_it", reason="rich brings the CommonMark parser")


class Shown(HTMLParser):
    """What a page shows, and the tags that show it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.prose = ""
        self.tags: set[str] = set()
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.prose += "" if self._code else data


def shown(markdown: str) -> Shown:
    return Shown(markdown_it.MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(markdown))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("`*_[]()<>&#-+.!|\\~@:/ 1")), max_size=60))
def test_text_shows_exactly_its_characters(value: str) -> None:
    page = shown(text(value))
    assert "".join(page.words).split() == prose(value).split()
    assert page.tags <= {"p", "code"}


@pytest.mark.parametrize(
    ("value", "markdown"),
    [
        ("The pool SSL* serves TCPIP2, not TCPIP.", "The pool `SSL*` serves TCPIP2, not TCPIP."),
        ("see @octocat and #12 (GH-3)", "see `@octocat` and `#12` (`GH-3`)"),
        ("http://evil.example www.evil.example", "`http://evil.example` `www.evil.example`"),
        ("commit 0123abc", "commit `0123abc`"),
        ("1. expired 2026-11-22, in 9 days", "`1.` expired 2026-11-22, in 9 days"),
        ("- not a list", "`-` not a list"),
        ("<b>x</b>", "`<b>x</b>`"),
    ],
)
def test_risky_words_are_code(value: str, markdown: str) -> None:
    assert text(value) == markdown


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("` ab")), min_size=1, max_size=30))
def test_code_shows_exactly_its_characters(value: str) -> None:
    page = shown("x " + code(value))
    assert "".join(page.words).strip() in (
        f"x {visible(value)}".strip(),
        "x " + " ".join(visible(value).split()),
    )


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert list(fence(["a", "```", "`````"])) == ["``````text", "a", "```", "`````", "``````"]


def test_report() -> None:
    markdown = "".join(render([reports.report()], Style()))
    assert markdown.startswith("## ssldiag: zvm1\n\n2 errors, 2 warnings, 1 info; ")
    assert "### error `ZVM101` stack-mismatch" in markdown
    assert "#### follows: error `ZVM102` server-refused-to-start" in markdown
    assert " 3 | TCPIPUSERID TCPIP\n" in markdown
    assert "### To settle more checks, collect\n\n- CP QUERY NSS NAME TCPIP MAP (1)" in markdown
    page = shown(markdown)
    assert page.tags <= {"h2", "h3", "h4", "h5", "p", "pre", "code", "ul", "li", "strong"}


def test_hostile_report_holds_no_markup() -> None:
    markdown = "".join(render([reports.hostile()], Style()))
    assert not re.search(r"[^\x20-\x7e\n]", markdown)
    page = shown(markdown)
    assert not page.tags & {"a", "b", "img", "em", "table"}
    assert "@everyone" in "".join(page.words)
    assert "@everyone" not in page.prose


def test_many_findings_are_cut_short() -> None:
    markdown = "".join(render([reports.flood(100)], Style()))
    assert markdown.count("### warning `CERT101`") == 20
    assert "And 80 more of `CERT101`." in markdown
