from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.messages import Messages, Part

from .bytesmith import message

STREAM = message(2, b"hello") + message(11, b"c" * 300) + message(14, b"")
WANTED: list[Part] = [(2, b"hello", 5), (11, b"c" * 300, 300), (14, b"", 0)]


def fed(*pieces: bytes, limit: int = 1 << 24) -> list[Part]:
    messages = Messages(limit)
    return [part for piece in pieces for part in messages.feed(piece)]


def test_whole() -> None:
    assert fed(STREAM) == WANTED


def test_byte_by_byte() -> None:
    assert fed(*(bytes((byte,)) for byte in STREAM)) == WANTED


@pytest.mark.parametrize("at", range(0, len(STREAM) + 1, 3))
def test_cut_at_any_byte(at: int) -> None:
    assert fed(STREAM[:at], STREAM[at:]) == WANTED


def test_what_is_too_large_is_passed_over() -> None:
    for pieces in ([STREAM], [bytes((byte,)) for byte in STREAM]):
        assert fed(*pieces, limit=100) == [WANTED[0], (11, b"", 300), WANTED[2]]


def test_inside() -> None:
    messages = Messages()
    assert not messages.inside
    list(messages.feed(STREAM[:20]))
    assert messages.inside
    list(messages.feed(STREAM[20:]))
    assert not messages.inside


def test_a_hole_inside_a_message() -> None:
    messages = Messages()
    list(messages.feed(STREAM[:20]))
    assert messages.hole(50) == (11, b"c" * 7, 300)
    assert list(messages.feed(STREAM[70:])) == [WANTED[2]]


def test_two_holes_in_one_message() -> None:
    messages = Messages()
    list(messages.feed(STREAM[:20]))
    assert messages.hole(50) is not None
    assert list(messages.feed(STREAM[70:80])) == []
    assert messages.hole(20) is None
    assert list(messages.feed(STREAM[100:])) == [WANTED[2]]


@pytest.mark.parametrize("missing", [400, None])
def test_a_hole_beyond_a_message(missing: int | None) -> None:
    messages = Messages()
    list(messages.feed(STREAM[:20]))
    assert messages.hole(missing) == (11, b"c" * 7, 300)
    assert not messages.inside
    assert list(messages.feed(STREAM)) == WANTED


def test_a_hole_where_not_even_the_type_is_known() -> None:
    messages = Messages()
    list(messages.feed(b"\x02\x00"))
    assert messages.hole(10) is None


def test_drop() -> None:
    messages = Messages()
    list(messages.feed(STREAM[:20]))
    messages.drop()
    assert list(messages.feed(STREAM)) == WANTED


@given(st.lists(st.binary(max_size=20), max_size=10), st.integers(0, 10), st.none() | st.integers(0, 50))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_messages(pieces: list[bytes], when: int, missing: int | None) -> None:
    messages = Messages(100)
    for index, piece in enumerate(pieces):
        if index == when:
            messages.hole(missing)
        for kind, body, size in messages.feed(piece):
            assert 0 <= kind <= 255
            assert len(body) in (0, size)


@pytest.mark.parametrize(
    ("data", "alone"),
    [
        (message(2, b"hello"), True),
        (message(14, b""), True),
        (STREAM, False),
        (STREAM[:20], False),
        (message(2, b"hello") + b"\0", False),
        (b"\x0b\0\0", False),
        (b"", False),
        (message(11, b"c" * 300), False),
    ],
)
def test_a_message_alone(data: bytes, alone: bool) -> None:
    messages = Messages(limit=100)
    assert messages.alone(data) == alone
    if alone:
        assert list(messages.feed(data)) == [(data[0], data[4:], len(data) - 4)]


def test_no_message_is_alone_behind_the_beginning_of_another() -> None:
    messages = Messages(limit=100)
    assert list(messages.feed(b"\x0b\0\0")) == []
    assert not messages.alone(message(2, b"hello"))
    passed = Messages(limit=100)
    list(passed.feed(message(11, b"c" * 300)[:50]))
    assert not passed.alone(message(2, b"hello"))
