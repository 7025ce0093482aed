from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.cursor import Cursor, Cut, pairs


def test_numbers_and_vectors_in_order() -> None:
    read = Cursor(bytes.fromhex("01 0203 040506 02 aabb 0001 cc dd"))
    assert [read.number(1), read.number(2), read.number(3)] == [1, 0x0203, 0x040506]
    assert read.vector(1) == b"\xaa\xbb"
    assert read.vector(2) == b"\xcc"
    assert read.left == 1
    assert read.rest() == b"\xdd"
    assert read.left == 0


def test_an_end_before_the_data_ends() -> None:
    read = Cursor(b"\x01\x02\x03", 1, 2)
    assert read.take(1) == b"\x02"
    with pytest.raises(Cut):
        read.take(1)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x03", b"\x00\x03ab"])
def test_a_vector_that_is_cut_says_where_it_begins(data: bytes) -> None:
    read = Cursor(data)
    with pytest.raises(Cut) as caught:
        read.vector(2)
    assert caught.value.at == 0
    assert read.at == 0


def test_pairs_leave_an_odd_byte_out() -> None:
    assert pairs(b"\x00\x01\xff\xff\x07") == (1, 0xFFFF)
    assert pairs(b"") == ()


@given(
    st.binary(max_size=40), st.lists(st.sampled_from(["n1", "n2", "n3", "v1", "v2", "v3", "t5"]), max_size=8)
)
@settings(max_examples=100, deadline=None)
def test_nothing_but_cut_is_raised_and_nothing_is_read_twice(data: bytes, steps: list[str]) -> None:
    read = Cursor(data)
    for step in steps:
        before, size = read.at, int(step[1])
        try:
            {"n": read.number, "v": read.vector, "t": read.take}[step[0]](size)
        except Cut:
            assert read.at == before
            return
        assert before <= read.at <= len(data)
