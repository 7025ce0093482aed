"""Lines are streamed with their numbers and places, whatever ends them and however long they are."""

from __future__ import annotations

import io
import re
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Source, TextPlace
from ssldiag.text import LINE_LIMIT, Line, lines, raw_lines
from tests.effort import calls
from tests.text.support import ebcdic, source_of


def texts(data: bytes, encoding: str | None = None) -> list[str]:
    """The lines, after seeing that the quick way gives the same."""
    source = source_of(data, encoding)
    found = [(line.number, line.text) for line in lines(source)]
    assert found == list(raw_lines(source))
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    return [text for _, text in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\x85"])
def test_line_ends(end: str) -> None:
    assert texts(f"one{end}{end}three  {end}four".encode(), "utf-8") == ["one", "", "three", "four"]


@pytest.mark.parametrize("newline", [b"\x15", b"\x25", b"\x0d\x25", b"\x0d\x15"])
def test_line_ends_of_ebcdic(newline: bytes) -> None:
    assert texts(ebcdic("USER SSL\n\n  POOL LOW 1   \nEND", newline)) == [
        "USER SSL",
        "",
        "  POOL LOW 1",
        "END",
    ]


@pytest.mark.parametrize("data", [b"one\ntwo\n", b"one\ntwo"])
def test_the_last_line_may_lack_its_end(data: bytes) -> None:
    assert texts(data) == ["one", "two"]


def test_nothing() -> None:
    assert texts(b"") == []


def test_vertical_tabs_and_other_separators_end_no_line() -> None:
    assert texts("a\vb\x1cc\u2028d\ne".encode(), "utf-8") == ["a\vb\x1cc\u2028d", "e"]


def test_a_form_feed_begins_a_page_and_adds_no_line() -> None:
    assert texts(b"one\n\x0ctwo\nthree\x0cfour\n\x0c\nsix") == ["one", "two", "three", "four", "", "six"]


def test_nul_characters_become_blanks() -> None:
    assert texts(b"a\0b\0\0\n", "utf-8") == ["a b"]


def test_bytes_that_mean_nothing_become_replacement_characters() -> None:
    assert texts(b"caf\xe9 \xff\n", "utf-8") == ["caf\ufffd \ufffd"]


def test_an_ellipsis_of_a_pc_does_not_end_a_line() -> None:
    assert texts(b"wait\x85 done\nnext \xe9\n", "latin-1") == ["wait\x85 done", "next \xe9"]
    assert texts(b"one \xe9\x85two", "latin-1") == ["one \xe9", "two"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_is_not_text(encoding: str) -> None:
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    assert texts((mark + "one\ntwo").encode(encoding), encoding) == ["one", "two"]


@pytest.mark.parametrize("table", ["ascii", "cp037"])
def test_card_images(table: str) -> None:
    cards = ["USER SSL LBYONLY", "", "  POOL LOW 1 HIGH 5" + " " * 53 + "00000300"]
    data = "".join(card.ljust(80) for card in cards).encode(table)
    assert texts(data) == cards


def test_card_images_of_several_pieces() -> None:
    cards = [f"MDISK {number:04X} 3390" for number in range(3000)]
    assert texts("".join(card.ljust(80) for card in cards).encode("cp037")) == cards


def test_a_multiple_of_80_with_line_ends_is_no_card_image() -> None:
    data = (b"x" * 39 + b"\n") * 4
    assert texts(data) == ["x" * 39] * 4


def test_one_short_line_is_no_card_image() -> None:
    assert texts(b"x" * 79) == ["x" * 79]
    assert texts(b"x" * 161) == ["x" * 161]


@pytest.mark.parametrize("length", [63_999, 64_000, 64_001, LINE_LIMIT - 1, LINE_LIMIT])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_longer_than_a_piece(length: int, end: bytes) -> None:
    data = b"a" * length + end + b"b" + end + b"c" * length
    found = list(lines(source_of(data)))
    assert [len(line.text) for line in found] == [length, 1, length]
    assert not any(line.cut for line in found)


def test_a_longer_line_is_cut_and_marked() -> None:
    found = list(lines(source_of(b"first\n" + b"x" * (LINE_LIMIT + 1) + b"\nlast\n")))
    assert [(line.number, len(line.text), line.cut) for line in found] == [
        (1, 5, False),
        (2, LINE_LIMIT, True),
        (3, 4, False),
    ]


def test_the_last_line_may_be_cut() -> None:
    (only,) = lines(source_of(b"x" * 200_001))
    assert (len(only.text), only.cut) == (LINE_LIMIT, True)


class Endless(io.RawIOBase):
    """A line of so many bytes, never held in memory."""

    def __init__(self, left: int) -> None:
        self.left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        buffer[:count] = b"x" * count
        self.left -= count
        return count


def test_a_line_of_100_mb_takes_little_memory() -> None:
    size = 100_000_001
    source = Source("log", "transcript", "", size, lambda: io.BufferedReader(Endless(size)), "utf-8")
    tracemalloc.start()
    (only,) = lines(source)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert only.cut
    assert most < 4_000_000


def test_half_read_streams_close_their_file() -> None:
    opened: list[io.BytesIO] = []

    def opener() -> BinaryIO:
        opened.append(io.BytesIO(b"line\n" * 100_000))
        return opened[-1]

    reader: Iterator[Line] = lines(Source("log", "transcript", "", 500_000, opener, "utf-8"))
    assert next(reader).text == "line"
    del reader
    assert [stream.closed for stream in opened] == [True]


def test_places_count_from_one_in_the_line_as_it_stands() -> None:
    line = Line("p", 7, "LINK ETH0", 6, "00038 LINK ETH0")
    assert line.place(5, 9) == TextPlace("p", 7, 12, 4)
    assert line.place(5, 9).text == "00038 LINK ETH0"
    assert line.place() == TextPlace("p", 7, 7, 9)
    assert line.located(5).value == "ETH0"
    assert [(word.value, word.place) for word in line.words()] == [
        ("LINK", TextPlace("p", 7, 7, 4)),
        ("ETH0", TextPlace("p", 7, 12, 4)),
    ]


def test_an_empty_line_has_a_place() -> None:
    assert Line("p", 1, "").place() == TextPlace("p", 1, 1, 1)
    assert Line("p", 1, "").words() == []


def naive(text: str) -> list[str]:
    """The rules for ASCII, said another way."""
    found = re.split("\r\r\n|\r\n|\r|\n", text.replace("\0", " "))
    return [line.rstrip() for line in (found if found[-1] else found[:-1])]


@given(st.text(alphabet="ab \n\r\0", max_size=79))
@settings(max_examples=100, deadline=None)
def test_any_ascii(text: str) -> None:
    assert texts(text.encode(), "utf-8") == naive(text)


@given(st.text(alphabet="ab \r\n", max_size=60), st.sampled_from([1, 2, 3, 7]))
@settings(max_examples=100, deadline=None)
def test_line_ends_may_fall_between_pieces(text: str, piece: int) -> None:
    with mock.patch("ssldiag.text.streaming._PIECE", piece):
        assert texts(text.encode(), "utf-8") == naive(text)


@given(st.text(alphabet="aé€\n", max_size=26), st.sampled_from([1, 2, 3]))
@settings(max_examples=50, deadline=None)
def test_characters_may_fall_between_pieces(text: str, piece: int) -> None:
    with mock.patch("ssldiag.text.streaming._PIECE", piece):
        assert texts(text.encode(), "utf-8") == naive(text)


@given(
    st.binary(max_size=400),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp037", "cp1047"]),
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_lines(data: bytes, encoding: str) -> None:
    for text in texts(data, encoding):
        assert not set(text) & set("\n\r\0\f")
        assert text == text.rstrip()


def test_speed_is_that_of_streaming() -> None:
    """Few calls a line: a console log of 2.5 million lines takes seconds, not minutes."""
    data = b"12:25:03 DTCRUN1048I TCNED    ZVM630    TCNOTIF  ZVM630    TCOFFLOP PQ21340\n" * 300_000
    source = source_of(data)
    assert calls(lambda: sum(1 for _ in lines(source))) < 12 * 300_000
