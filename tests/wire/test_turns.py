from __future__ import annotations

from ssldiag.wire.turns import MAX_BYTES, MAX_TURNS, Turns


def test_what_one_side_says_until_the_other_does() -> None:
    turns = Turns()
    turns.add("a", b"EH")
    turns.add("a", b"LO")
    turns.add("b", b"250 ok")
    turns.add("a", b"QUIT")
    assert list(turns) == [("a", b"EHLO"), ("b", b"250 ok"), ("a", b"QUIT")]
    assert len(turns) == 3


def test_cut_takes_the_last_bytes_of_a_direction_back() -> None:
    turns = Turns()
    turns.add("a", b"STARTTLS")
    turns.add("b", b"220")
    turns.add("a", b"\x16\x03")
    turns.cut("a", 4)
    assert list(turns) == [("a", b"STARTT"), ("b", b"220")]
    turns.cut("b", 3)
    turns.cut("a", 100)
    assert list(turns) == []


def test_each_direction_is_kept_up_to_a_limit() -> None:
    turns = Turns()
    turns.add("a", bytes(MAX_BYTES - 1))
    turns.add("a", b"xyz")
    turns.add("b", b"more")
    assert [len(said) for _, said in turns] == [MAX_BYTES, 4]
    turns.cut("a", 2)
    assert [len(said) for _, said in turns] == [MAX_BYTES, 4]
    turns.cut("a", 3)
    assert [len(said) for _, said in turns] == [MAX_BYTES - 1, 4]


def test_turns_of_a_byte_are_not_kept_for_ever() -> None:
    turns = Turns()
    for _ in range(MAX_TURNS):
        turns.add("a", b"x")
        turns.add("b", b"y")
    assert len(turns) == MAX_TURNS
