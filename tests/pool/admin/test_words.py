"""Command lines cut into words, and words cut short."""

from __future__ import annotations

import pytest

from ssldiag.pool.admin.requests import Refused
from ssldiag.pool.admin.words import LONGEST, joined, keyword, listed, meant, number, typed, userid


@pytest.mark.parametrize(
    ("text", "words", "options"),
    [
        ("QUERY STATUS", ("QUERY", "STATUS"), ()),
        ("QUERY STATUS (SSL SSL00001", ("QUERY", "STATUS"), ("SSL", "SSL00001")),
        ("QUERY STATUS(SSL SSL00001)", ("QUERY", "STATUS"), ("SSL", "SSL00001")),
        ("QUERY STATUS ( SSL  SSL00001 ) ", ("QUERY", "STATUS"), ("SSL", "SSL00001")),
        ("(MON 5", (), ("MON", "5")),
        ("", (), ()),
    ],
)
def test_the_left_parenthesis(text: str, words: tuple[str, ...], options: tuple[str, ...]) -> None:
    line = typed(text)
    assert (line.words, line.options) == (words, options)


def test_nothing_behind_the_right_parenthesis() -> None:
    with pytest.raises(Refused, match="right parenthesis: REFRESH") as caught:
        typed("QUERY (SSL ALL) REFRESH")
    assert caught.value.what == "extra"


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("q", ("QUERY", "CLEAR"), ["QUERY"]),
        ("c", ("CLEAR", "CLOSECON"), ["CLEAR", "CLOSECON"]),
        ("Clear", ("CLEAR", "CLEARING"), ["CLEAR"]),
        ("SS", ("SSLserver",), []),
        ("ssl", ("SSLserver",), ["SSLSERVER"]),
        ("sslservers", ("SSLserver",), []),
        ("", ("SSLserver",), []),
    ],
)
def test_what_a_word_means(word: str, names: tuple[str, ...], expected: list[str]) -> None:
    assert meant(word, names) == expected


@pytest.mark.parametrize(
    ("word", "kind", "text"),
    [("C", "ambiguous", "C can be CLEAR or CLOSECON"), ("X", "unknown", "X is not a command; there is ")],
)
def test_words_that_are_no_keyword(word: str, kind: str, text: str) -> None:
    with pytest.raises(Refused, match=text) as caught:
        keyword(word, ("CLEAR", "CLOSECON", "LOG"))
    assert caught.value.what == kind


def test_lists() -> None:
    assert [listed([]), listed(["A"]), listed(["A", "B"]), listed("ABC", "and")] == [
        "",
        "A",
        "A or B",
        "A, B and C",
    ]


@pytest.mark.parametrize("word", ["ssl00001", "TCPIP", "A", "$#@_-+09"])
def test_user_ids(word: str) -> None:
    assert userid(word, "SET") == word.upper()


@pytest.mark.parametrize("word", ["", "SSL000011", "SSL*", "A.B", "é"])
def test_no_user_ids(word: str) -> None:
    with pytest.raises(Refused, match="user id"):
        userid(word, "SET")


@pytest.mark.parametrize("word", ["1", "600", "0600", "1000"])
def test_numbers(word: str) -> None:
    assert number(word, "MAXPERSSLSERVER", 1, 1000) == int(word)


@pytest.mark.parametrize("word", ["", "0", "1001", "-1", "1.5", "²", "٣", "9" * 5000])
def test_no_numbers(word: str) -> None:
    with pytest.raises(Refused, match="a number from 1 to 1000"):
        number(word, "MAXPERSSLSERVER", 1, 1000)


def test_lines_that_are_too_long_or_unprintable() -> None:
    assert joined(["A" * LONGEST]) == "A" * LONGEST
    with pytest.raises(Refused, match="1025 characters"):
        joined(["A" * LONGEST, ""])
    with pytest.raises(Refused, match="cannot be printed"):
        joined(["QUERY", "\x1b[2J"])
    assert joined(["QUERY\tTRACE"]) == "QUERY\tTRACE"
