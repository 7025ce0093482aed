"""Places as a reader sees them."""

from __future__ import annotations

import pytest

from ssldiag.model import Evidence, FilePlace, FramePlace, Place, TextPlace
from ssldiag.render.quoting import prose, quoted, spoken
from tests.render.reports import text_place


def lines(*evidence: Evidence, columns: int = 80) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in quoted(evidence, "error", columns)]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (TextPlace("A FILE", 3, 7), "A FILE:3:7"),
        (FilePlace("key.kdb"), "key.kdb"),
        (FilePlace("key.kdb", 0), "key.kdb, byte 0"),
        (FramePlace("t.pcap", 5), "t.pcap, frame 5"),
        (FramePlace("t.pcap", 5, 66), "t.pcap, frame 5, byte 66"),
        (FilePlace("\x1b]0;x\x07"), "\\x1b]0;x\\x07"),
    ],
)
def test_spoken(place: Place, text: str) -> None:
    assert spoken(place) == text


def test_prose_is_one_harmless_line() -> None:
    assert prose("a\n b\x1b\u202e") == "a b\\x1b\\u202e"


def test_places_of_one_file_share_a_header() -> None:
    one = Evidence(text_place("F", 9, "alpha beta", "alpha"), "first")
    same = Evidence(text_place("F", 9, "alpha beta", "beta"), "second")
    after = Evidence(text_place("F", 10, "gamma", "gamma"))
    later = Evidence(text_place("F", 20, "delta", "delta"))
    assert lines(one, same, after, later) == [
        "  --> F:9:1",
        "   |",
        " 9 | alpha beta",
        "   | ^^^^^ first",
        "   |       ^^^^ second",
        "10 | gamma",
        "   | ^^^^^",
        "   :",
        "20 | delta",
        "   | ^^^^^",
    ]


def test_another_file_gets_its_own_header() -> None:
    assert lines(Evidence(text_place("A", 1, "x", "x")), Evidence(FilePlace("B"), "all of it"))[-3:] == [
        "  |",
        " ::: B",
        "  | all of it",
    ]


def test_place_without_its_line_shows_the_note_alone() -> None:
    assert lines(Evidence(TextPlace("A", 12), "here")) == ["  --> A:12:1", "   | here"]


def test_long_note_hangs_beside_its_carets_or_goes_below() -> None:
    note = "one two three four five six seven eight nine ten eleven twelve"
    beside = lines(Evidence(text_place("A", 1, "key value", "key"), note), columns=50)
    assert beside[3:] == ["  | ^^^ one two three four five six seven eight", "  |     nine ten eleven twelve"]
    below = lines(
        Evidence(text_place("A", 1, " " * 35 + "key", "key"), "the third of the three values"), columns=50
    )
    assert below[3:] == ["  | " + " " * 35 + "^^^", "  | " + " " * 9 + "the third of the three values"]


def test_many_places_are_cut_short() -> None:
    many = [Evidence(text_place("A", n, "x", "x")) for n in range(1, 1001)]
    shown = lines(*many)
    assert shown[-1] == "  = and 992 more places"
    assert len(shown) < 30
