"""The smaller parts: findings that fold, codes, the console, rule pages, shares, what was left out."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.bundle.model import ConsoleRow, Explained
from ssldiag.model import Evidence, Result, TextPlace
from ssldiag.render.html import findings as part
from ssldiag.render.html.codes import anchors, codes
from ssldiag.render.html.console import RUN, console
from ssldiag.render.html.excerpts import Texts, figures
from ssldiag.render.html.links import Links, short_path
from ssldiag.render.html.markup import Html
from ssldiag.render.html.prose_pages import blocks
from ssldiag.render.html.room import MOST_BYTES, SHARES, Room
from tests.render.html.hostile import hostile
from tests.render.html.reading import Read
from tests.render.reports import STACK

TEXTS = Texts({"A": {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}}, {"A": "dtcparms"})
LINKS = Links({"A": 1}, {"A": frozenset((2, 3, 4))})


def test_the_shares_fit_into_a_page() -> None:
    assert sum(SHARES.values()) < MOST_BYTES


def test_room() -> None:
    room = Room(6)
    assert room.keep(Html(text) for text in ("aa", "bb", "cccc", "d")) == ["aa", "bb"]
    assert room.refused == 1 and room.left == 2
    assert room.takes(Html("é")) and not room.takes(Html("d"))


def test_an_excerpt_has_neighbours_marks_and_notes() -> None:
    evidence = (
        Evidence(TextPlace("A", 3, 2, 2, "three"), "what it is"),
        Evidence(TextPlace("A", 9, 1, 1), "far"),
    )
    markup = figures(evidence, TEXTS, LINKS)
    read = Read(markup)
    assert "<mark>hr</mark>" in markup and "hr what it is" in read.text
    assert [item["href"] for item in read.named("a")][:2] == ["#s1-3", "#s1"]
    assert [text for text in read.texts if text in ("one", "two", "four", "five", "six")] == [
        "one",
        "two",
        "four",
        "five",
    ]
    assert "far" in read.text


def test_places_of_one_file_stand_together() -> None:
    evidence = tuple(Evidence(TextPlace("A", line, 1, 1, f"text {line}")) for line in (1, 6))
    assert len(Read(figures(evidence, TEXTS, LINKS)).named("figure")) == 1
    many = tuple(Evidence(TextPlace(f"F{n}", 1, 1, 1, "x")) for n in range(30))
    assert "and 22 more places" in Read(figures(many, TEXTS, LINKS)).text


def test_findings_of_one_rule_fold() -> None:
    report = hostile(findings=500).report
    numbers, first = part.anchors(report)
    found = part.findings(report, TEXTS, Links(findings=numbers, first=first), Room(10**7))
    assert len(found.articles) == 5 * part.PER_RULE
    read = Read(found.brief)
    assert "375 findings in short" in read.text and len(read.named("details")) == 5


def test_a_full_page_counts_the_rest() -> None:
    report = hostile(findings=100).report
    numbers, first = part.anchors(report)
    found = part.findings(report, TEXTS, Links(findings=numbers, first=first), Room(30_000))
    assert 0 < len(found.articles) < 100
    assert f"{100 - len(found.articles)} findings in short" in Read(found.brief).text


def test_consequences_stand_beneath_their_cause() -> None:
    base = hostile(findings=2).report.results
    child = Result(base[1].finding, STACK, "child")
    report = replace(hostile().report, results=(Result(base[0].finding, STACK, "root", (child,)),))
    numbers, first = part.anchors(report)
    (article,) = part.findings(report, TEXTS, Links(findings=numbers, first=first), Room(10**6)).articles
    levels = [name for name, _ in Read(article).tags if name in ("h3", "h4")]
    assert levels == ["h3", "h4"] and "Then follows:" in article


def test_codes_errors_first_and_the_usual_folded() -> None:
    entry = ({"platform": "zvm", "api": "TCPRUN message", "meaning": "m", "confidence": "unverified"},)
    told = [Explained(f"DTCRUN{1000 + n}I", (("A", 3),), entry) for n in range(6)]
    told += [Explained("DTCRUN1028E", (("A", 3),), entry), Explained("DTCXXX999E", (("A", 2),), ())]
    cards = codes(told, replace(LINKS, codes=anchors(told)), Room(10**6))
    text = Read("".join(cards)).text
    assert text.index("DTCRUN1028E") < text.index("6 messages of information") < text.index("DTCRUN1000I")
    assert "Our tables do not know: DTCXXX999E at A:2" in text
    assert "Unverified" in text


def test_runs_of_information_fold() -> None:
    rows = [ConsoleRow("A", n, "SSL1", "error" if n == 9 else "info", "", f"line {n}") for n in range(1, 30)]
    rows.append(ConsoleRow("B", 1, "TCPIP", "start", "DTCRUN1011I", "07:00:00 DTCRUN1011I Up", "07:00:00"))
    read = Read(console(rows, LINKS, Room(10**6)))
    assert len(read.named("details")) == 2 and RUN < 8
    assert "✕ error" in read.text and "▶ start" in read.text and "SSL1 ✕ 1 error" in read.text
    assert "07:00:00" in read.text and "DTCRUN1011I Up" in read.text


def test_a_flood_of_lines_keeps_what_matters() -> None:
    rows = [
        ConsoleRow("A", n, "SSL1", "stop" if n == 49_999 else "info", "", "x" * 300) for n in range(50_000)
    ]
    read = Read(console(rows, LINKS, Room(10**6)))
    assert "■ stop" in read.text and "49,999 more lines are left out" in read.text
    assert "(60 more characters)" in read.text


def test_markdown_of_rule_pages() -> None:
    text = "Intro ``:stack.`` and *this*.\n\n## Why\n\n- one\n  more\n- two\n\n```\n# <b>\n```\n1. first"
    assert blocks(text, 4) == (
        "<p>Intro <code>:stack.</code> and <strong>this</strong>.</p><h4>Why</h4>"
        "<ul><li>one more</li><li>two</li></ul><pre># &lt;b&gt;\n</pre><ul><li>first</li></ul>"
    )


def test_a_tag_at_the_end_of_a_sentence_keeps_one_period() -> None:
    assert blocks("See ``:parms.``. It", 4) == "<p>See <code>:parms.</code> It</p>"
    assert blocks("See ``x``.", 4) == "<p>See <code>x</code>.</p>"


def test_paths() -> None:
    assert short_path("A") == "A"
    assert "(840 more characters)" in short_path("x" * 1_000)
