"""What is written as DER is what the reader of DER reads."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der, write_der


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**160))
def test_integers(value: int) -> None:
    assert der.integer(der.read(write_der.integer(value))) == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 2**130), min_size=0, max_size=8), st.integers(0, 2), st.integers(0, 39))
def test_object_identifiers(rest: list[int], first: int, second: int) -> None:
    dotted = ".".join(map(str, (first, second, *rest)))
    element = der.read(write_der.oid(dotted))
    if element.length <= 128:
        assert der.oid(element) == dotted


def test_lengths_are_in_their_shortest_form() -> None:
    for size in (0, 1, 127, 128, 255, 256, 65_535, 65_536):
        element = der.read(write_der.octets(b"x" * size))
        assert (element.length, element.minimal) == (size, True)


def test_sets_are_in_order() -> None:
    parts = [write_der.integer(3), write_der.integer(1), write_der.octets(b"")]
    assert [part.raw for part in der.children(der.read(write_der.set_of(*parts)))] == sorted(parts)
