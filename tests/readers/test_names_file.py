"""Entries of a CMS names file, fed line by line."""

from __future__ import annotations

from ssldiag.readers.names_file import Pairs
from ssldiag.text import Line


def gathered(*texts: str) -> Pairs:
    pairs = Pairs()
    for number, text in enumerate(texts, 1):
        pairs.read(Line("F", number, text), 0)
    return pairs


def test_pairs_by_entry() -> None:
    found = gathered(":nick.A :x.1 2", "  3 :y.", ":nick.B")
    assert [[(pair.key, pair.value.value) for pair in pairs] for pairs in found.entries] == [
        [("nick", "A"), ("x", "1 2 3"), ("y", "")],
        [("nick", "B")],
    ]
    assert list(found.problems()) == []


def test_an_ended_value_takes_no_more_words() -> None:
    pairs = gathered(":nick.A :x.1")
    pairs.end_value()
    pairs.read(Line("F", 2, "stray :y.2"), 0)
    assert [pair.value.value for pair in pairs.entries[0]] == ["A", "1", "2"]
    assert [str(note.place) for note in pairs.problems()] == ["F:2"]


def test_an_ended_entry_takes_no_more_tags() -> None:
    pairs = gathered(":nick.A")
    pairs.end_entry()
    pairs.read(Line("F", 2, ":y.2"), 0)
    assert [pair.key for pair in pairs.entries[0]] == ["nick"]
    assert not pairs.is_open


def test_the_tag_at_a_column() -> None:
    assert Pairs.key_at(Line("F", 1, ".* :Nick.A"), 3) == "nick"
    assert Pairs.key_at(Line("F", 1, ".* :Nick.A"), 2) is None


def test_one_note_for_the_strays_of_a_line() -> None:
    assert len(list(gathered("a b :c.d e").problems())) == 1
