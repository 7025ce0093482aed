"""Lines of sources: coloured, marked, cut; what is shown and what is said to be missing is the whole line."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.kinds import KINDS
from ssldiag.render.html.code_lines import line, window
from ssldiag.render.html.colouring import stretches
from tests.render.html.reading import Read


def shown(markup: str) -> str:
    return Read(f"<p>{markup}</p>").text


@given(st.text(max_size=80), st.sampled_from(sorted(KINDS)))
@settings(max_examples=100, deadline=None)
def test_colours_lose_nothing(text: str, kind: str) -> None:
    assert "".join(piece for _, piece in stretches(text, kind)) == text


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=120),
    st.lists(st.tuples(st.integers(-3, 130), st.integers(-3, 10**9)), max_size=4),
    st.integers(1, 100),
)
@settings(max_examples=100, deadline=None)
def test_marks_lose_nothing(text: str, marks: list[tuple[int, int]], most: int) -> None:
    said = shown(line(text, "dtcparms", most, marks))
    missing = sum(int(number.replace(",", "")) for number in re.findall(r"…([\d,]+) more characters…", said))
    kept = re.sub(r"…[\d,]+ more characters…", "", said)
    assert kept in text
    assert len(kept) + missing == len(text)


def test_the_marked_words() -> None:
    found = line("               :stack.TCPIP", "dtcparms", 200, [(22, 27)])
    assert found.endswith('<span class="key">:stack.</span><mark>TCPIP</mark>')


def test_a_mark_across_colours() -> None:
    found = line("PORT 25 TCP", "smtp_config", 200, [(2, 6)])
    assert re.findall("<mark>(.*?)</mark>", found) == [
        '<span class="key">RT</span>',
        " ",
        '<span class="num">2</span>',
    ]


def test_a_long_line_is_shown_around_its_mark() -> None:
    text = "x" * 5_000_000 + "HERE" + "y" * 5_000_000
    found = line(text, "transcript", 240, [(5_000_000, 5_000_004)])
    assert "<mark>HERE</mark>" in found and len(found) < 600
    assert window(10_000_004, [(5_000_000, 5_000_004)], 240) == (4_999_920, 5_000_160)


def test_kinds() -> None:
    def classes(text: str, kind: str) -> list[tuple[str, str]]:
        return [(name, piece.strip()) for name, piece in stretches(text, kind) if name]

    assert classes(".* a comment", "dtcparms") == [("com", ".* a comment")]
    assert classes("PORT 25 ; mail", "smtp_config") == [("key", "PORT"), ("num", "25"), ("com", "; mail")]
    assert classes("07:11:02 DTCIPI008I 'x'", "transcript") == [
        *(("num", "07:11:02"), ("msg", "DTCIPI008I"), ("str", "'x'")),
    ]
    assert classes("DTCRUN1028E", "transcript") == [("err", "DTCRUN1028E")]
    assert classes("* note", "user_direct") == [("com", "* note")]
    assert classes("anything 5", "unknown") == []
