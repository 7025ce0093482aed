from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.records import LOST, MAX_BODY, SSL2_RECORD, Record, Records, is_header

from .bytesmith import old_client_hello, old_record, record

STREAM = (
    record(22, b"abc")
    + record(20, b"\x01")
    + record(23, b"x" * 30)
    + record(21, b"\x02\x28")
    + record(23, b"")
)
WANTED: list[Record] = [
    (22, 0x0303, b"abc", 3),
    (20, 0x0303, b"\x01", 1),
    (23, 0x0303, b"", 30),
    (21, 0x0303, b"\x02\x28", 2),
    (23, 0x0303, b"", 0),
]


def fed(*pieces: bytes, old: bool = False, keep: bool = False) -> list[Record]:
    records = Records(old)
    records.keep_data = keep
    return [found for piece in pieces for found in records.feed(piece)]


def test_whole() -> None:
    assert fed(STREAM) == WANTED


def test_byte_by_byte() -> None:
    assert fed(*(bytes((byte,)) for byte in STREAM)) == WANTED


@pytest.mark.parametrize("at", range(len(STREAM) + 1))
def test_cut_at_every_byte(at: int) -> None:
    assert fed(STREAM[:at], STREAM[at:]) == WANTED


@pytest.mark.parametrize("at", range(len(STREAM)))
def test_truncated_at_every_byte(at: int) -> None:
    found = fed(STREAM[:at])
    assert found == WANTED[: len(found)]


def test_data_are_kept_if_asked_for() -> None:
    assert fed(STREAM, keep=True)[2] == (23, 0x0303, b"x" * 30, 30)


@pytest.mark.parametrize(
    "junk",
    [
        b"HTTP/1.1 400 Bad Request",
        b"\x16\x02\x00\x00\x01a",
        b"\x16\x03\x07\x00\x01a",
        b"\x19\x03\x03\x00\x01a",
        b"\x16\x03\x03" + (MAX_BODY + 1).to_bytes(2, "big"),
    ],
)
def test_junk_after_ends_the_reading(junk: bytes) -> None:
    records = Records()
    found = list(records.feed(STREAM + junk))
    assert found[:-1] == WANTED
    assert found[-1] == (LOST, 0, junk, len(junk))
    assert records.lost


def test_the_largest_record() -> None:
    assert fed(record(22, bytes(MAX_BODY)))[0][3] == MAX_BODY


def test_inside() -> None:
    records = Records()
    assert not records.inside
    assert list(records.feed(STREAM[:6])) == []
    assert records.inside
    assert len(list(records.feed(STREAM[6:]))) == 5
    assert not records.inside
    assert list(records.feed(record(23, b"xyz")[:-1])) == []
    assert records.inside


def test_a_hole_in_data_that_are_passed_over_anyway() -> None:
    records = Records()
    list(records.feed(record(23, b"x" * 30)[:10]))
    assert records.hole(20) is None
    assert records.hole(5) == (23, 0x0303, b"", 30)
    assert not records.lost
    assert list(records.feed(record(21, b"\x01\x00"))) == [(21, 0x0303, b"\x01\x00", 2)]


def test_a_hole_beyond_the_end_of_data() -> None:
    records = Records()
    list(records.feed(record(23, b"x" * 30)[:10]))
    assert records.hole(26) == (23, 0x0303, b"", 30)
    assert records.lost


def test_a_second_hole_in_a_broken_record() -> None:
    records = Records()
    list(records.feed(record(22, b"abcdefgh")[:8]))
    assert records.hole(2) == (22, 0x0303, b"abc", 5)
    assert list(records.feed(b"f")) == []
    assert records.hole(2) is None
    assert list(records.feed(record(20, b"\x01"))) == [(20, 0x0303, b"\x01", 1)]


def test_a_hole_in_a_record_whose_end_is_known() -> None:
    records = Records()
    list(records.feed(record(22, b"abcdefgh")[:8]))
    assert records.hole(3) == (22, 0x0303, b"abc", 5)
    assert not records.lost
    assert list(records.feed(b"gh" + record(20, b"\x01"))) == [(20, 0x0303, b"\x01", 1)]


@pytest.mark.parametrize("size", [9, None])
def test_a_hole_beyond_the_record_loses_the_direction(size: int | None) -> None:
    records = Records()
    list(records.feed(record(22, b"abcdefgh")[:8]))
    assert records.hole(size) == (22, 0x0303, b"abc", 5)
    assert records.lost
    records.resume()
    assert list(records.feed(record(20, b"\x01"))) == [(20, 0x0303, b"\x01", 1)]


def test_a_hole_between_records() -> None:
    records = Records()
    list(records.feed(STREAM))
    assert records.hole(5) == (LOST, 0, b"", 0)
    assert records.lost


def test_old_records_and_the_turn_to_new_ones() -> None:
    hello = old_client_hello()
    for pieces in ([hello + STREAM], [bytes((byte,)) for byte in hello + STREAM]):
        found = fed(*pieces, old=True)
        assert found[0] == (SSL2_RECORD, 0, hello[2:], len(hello) - 2)
        assert found[1:] == WANTED


def test_old_records_for_good() -> None:
    records = Records(old=True)
    records.old_for_good = True
    padded = bytes((0x16, 0x03, 0x05)) + bytes(0x1603)
    found = list(records.feed(old_record(b"\x02abc") + padded))
    assert found == [(SSL2_RECORD, 0, b"\x02abc", 4), (SSL2_RECORD, 5, bytes(0x1603), 0x1603)]


def test_headers() -> None:
    assert is_header(b"\x16\x03\x01\x00\x05")
    assert not is_header(b"\x13\x03\x01\x00\x05")
    assert not is_header(b"\x16\x03\x05\x00\x05")
    assert not is_header(b"\x16\x03\x01\xff\xff")


@given(st.lists(st.binary(max_size=30), max_size=12), st.booleans(), st.integers(0, 12), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_any_bytes_and_holes_give_records_or_a_loss(
    pieces: list[bytes], old: bool, when: int, size: int
) -> None:
    records = Records(old)
    for index, piece in enumerate(pieces):
        if index == when:
            records.hole(size)
        if records.lost:
            records.resume()
        for kind, _, body, _ in records.feed(piece):
            assert kind in (20, 21, 22, 23, 24, LOST, SSL2_RECORD)
            assert len(body) <= 40 * 12


@given(st.lists(st.integers(0, len(STREAM)), max_size=6))
@settings(max_examples=100, deadline=None)
def test_cuts_change_nothing(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    assert fed(*(STREAM[a:b] for a, b in pairwise(places))) == WANTED
