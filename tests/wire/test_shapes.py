"""Hellos looked up by their shape are the hellos that are read field by field."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import hello, shapes
from ssldiag.wire.model import Hello

from . import bytesmith as make
from .bytesmith import extension, pairs, vector

Reader = Callable[[bytes, int | None, int, float, list[str]], Hello]

SHARES = extension(51, vector(2, pairs(0x2A2A) + vector(2, b"\0") + pairs(29) + vector(2, bytes(32))))
TICKET = extension(35, b"ticket")
FIXED = (make.GROUPS, make.POINTS, make.SIGNATURES, make.ALPN, make.VERSIONS, extension(23), extension(5))
LOOSE = (make.SNI, SHARES, TICKET, extension(21, bytes(20)), extension(41, b"psk"), extension(0xFE0D, b"ech"))
ODD = (
    extension(0),
    extension(0, vector(2, b"\1" + vector(2, b"other"))),
    extension(0, vector(2, b"\0" + vector(2, b"a") + b"\0" + vector(2, b"b"))),
    extension(51, b"\0"),
    extension(51, vector(2, pairs(29))),
    extension(51, vector(2, pairs(29) + vector(2, b"k")) + b"more"),
    extension(10, b"\0"),
    extension(43, pairs(0x0304)),
    extension(0x6A6A, b"\0"),
)
EXTENSIONS = st.lists(st.sampled_from((*FIXED, *LOOSE, *ODD)), max_size=6)


@st.composite
def clients(draw: st.DrawFn) -> bytes:
    """ClientHellos, most of them well-formed; some with bytes changed, missing or too many."""
    ciphers = draw(st.binary(max_size=9))
    body = make.pairs(draw(st.sampled_from((0x0300, 0x0303, 0x7F12)))) + bytes(range(32))
    body += (
        vector(1, draw(st.binary(max_size=33))) + vector(2, ciphers) + vector(1, draw(st.binary(max_size=2)))
    )
    return _ended(draw, body)


@st.composite
def servers(draw: st.DrawFn) -> bytes:
    """ServerHellos in the same way."""
    random = draw(st.sampled_from((bytes(32), hello.RETRY_RANDOM)))
    body = make.pairs(draw(st.sampled_from((0x0300, 0x0303, 0x7F12)))) + random
    return _ended(draw, body + vector(1, draw(st.binary(max_size=33))) + b"\x13\x01\0")


def _ended(draw: st.DrawFn, body: bytes) -> bytes:
    body += vector(2, b"".join(draw(EXTENSIONS)))
    change = draw(st.sampled_from(("none", "none", "cut", "more", "flip")))
    if change == "cut":
        return body[: draw(st.integers(0, len(body)))]
    if change == "flip":
        at = draw(st.integers(0, len(body) - 1))
        return body[:at] + draw(st.binary(min_size=1, max_size=1)) + body[at + 1 :]
    return body + b"junk" if change == "more" else body


def slowly(read: Reader, body: bytes) -> tuple[Hello, list[str]]:
    """The same without shapes."""
    notes: list[str] = []
    with patch.multiple(shapes, client_hello=lambda *_: None, server_hello=lambda *_: None):
        return read(body, 0x0301, 4, 0.5, notes), notes


def quickly(read: Reader, body: bytes) -> tuple[Hello, list[str]]:
    notes: list[str] = []
    return read(body, 0x0301, 4, 0.5, notes), notes


@given(clients())
@settings(max_examples=100, deadline=None)
def test_any_client_hello_reads_the_same(body: bytes) -> None:
    assert quickly(hello.client_hello, body) == slowly(hello.client_hello, body)


@given(servers())
@settings(max_examples=100, deadline=None)
def test_any_server_hello_reads_the_same(body: bytes) -> None:
    assert quickly(hello.server_hello, body) == slowly(hello.server_hello, body)


@pytest.mark.parametrize("extensions", [FIXED, (*FIXED, *LOOSE), (SHARES, *FIXED[2:]), ()])
def test_the_usual_hellos_have_a_shape(extensions: tuple[bytes, ...]) -> None:
    body = make.client_hello(*extensions, session=b"s" * 32)
    if extensions:
        assert shapes.client_hello(body, 0x0301, 4, 0.5) == slowly(hello.client_hello, body)[0]
    else:
        assert shapes.client_hello(body, 0x0301, 4, 0.5) is None


@pytest.mark.parametrize("body", [make.client_hello(*FIXED, *LOOSE), make.client_hello(SHARES, TICKET)])
def test_cut_at_every_byte(body: bytes) -> None:
    for size in range(len(body)):
        assert shapes.client_hello(body[:size], None, 1, 0.0) is None
        assert quickly(hello.client_hello, body[:size]) == slowly(hello.client_hello, body[:size])


def test_what_differs_from_hello_to_hello_is_no_part_of_a_shape() -> None:
    shapes._client_shape.cache_clear()
    for number in range(20):
        name = extension(0, vector(2, b"\0" + vector(2, b"host%d.example.test" % number)))
        share = extension(51, vector(2, pairs(29) + vector(2, bytes([number]) * 32)))
        body = make.client_hello(name, *FIXED, share, extension(35, bytes(number)), session=bytes(number))
        found = shapes.client_hello(body, 0x0301, 1, 0.0)
        assert found is not None
        assert (found.sni, found.ticket_length) == (f"host{number}.example.test", number)
    assert shapes._client_shape.cache_info().misses == 1


def test_what_is_remembered_is_bounded() -> None:
    shapes._client_shape.cache_clear()
    for number in range(shapes.SHAPES + 20):
        assert shapes.client_hello(make.client_hello(extension(0x5000 + number)), None, 1, 0.0) is not None
    assert shapes._client_shape.cache_info().currsize == shapes.SHAPES
    shapes._client_shape.cache_clear()
    large = make.client_hello(extension(13, vector(2, bytes(shapes.LARGEST))))
    assert shapes.client_hello(large, None, 1, 0.0) is None
    assert hello.client_hello(large, None, 1, 0.0, []).extensions == (13,)
    assert shapes._client_shape.cache_info().currsize == 0


def test_only_small_hellos_are_remembered() -> None:
    found = hello.client_hello(make.client_hello(make.SNI), None, 1, 0.0, [])
    assert shapes.is_small(found)
    large = make.client_hello(extension(13, vector(2, bytes(shapes.SMALL))))
    assert not shapes.is_small(hello.client_hello(large, None, 1, 0.0, []))
