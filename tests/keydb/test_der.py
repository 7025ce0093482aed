"""The tag-length-value reader: DER, the BER that occurs, and anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der

from .makers import number, oid, sequence, tlv


def test_elements_are_windows() -> None:
    data = b"xx" + sequence(number(5), tlv(0x04, b"abc")) + b"yy"
    whole = der.read(data, 2)
    assert (whole.tag, whole.start, whole.end, whole.minimal) == (0x30, 2, len(data) - 2, True)
    first, second = der.children(whole)
    assert der.integer(first) == 5
    assert (second.content, second.raw, second.length) == (b"abc", b"\x04\x03abc", 3)


@pytest.mark.parametrize("value", [0, 1, -1, 127, 128, -128, -129, 2**64, -(2**64), 10**30])
def test_integers(value: int) -> None:
    assert der.integer(der.read(number(value))) == value


@pytest.mark.parametrize(
    "dotted", ["2.5.4.3", "1.2.840.113549.1.1.11", "0.9.2342.19200300.100.1.25", "2.999.1"]
)
def test_object_identifiers(dotted: str) -> None:
    assert der.oid(der.read(oid(dotted))) == dotted


@pytest.mark.parametrize("content", [b"", b"\x86", b"\x2a" * 200])
def test_broken_object_identifiers(content: bytes) -> None:
    with pytest.raises(der.DerError):
        der.oid(der.read(tlv(0x06, content)))


def test_bit_strings() -> None:
    assert der.bits(der.read(b"\x03\x02\x07\x80")) == (7, b"\x80")
    assert der.bits(der.read(b"\x03\x01\x00")) == (0, b"")
    for broken in (b"\x03\x00", b"\x03\x01\x07", b"\x03\x02\x08\x00"):
        with pytest.raises(der.DerError):
            der.bits(der.read(broken))


def test_octet_string_in_pieces() -> None:
    assert der.octets(der.read(tlv(0x24, tlv(0x04, b"ab"), tlv(0x04, b"c")))) == b"abc"


def test_indefinite_length_is_read_and_told() -> None:
    data = b"\x30\x80" + number(1) + b"\x30\x80" + number(2) + b"\0\0" + b"\0\0" + b"rest"
    whole = der.read(data)
    assert (whole.minimal, data[whole.end :]) == (False, b"rest")
    one, inner = der.children(whole)
    assert der.integer(one) == 1
    assert der.integer(der.first(inner, "a number")) == 2


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the data end where"),
        (b"\x30", "before a length"),
        (b"\x30\x05\x00", "5 bytes where 1 are left"),
        (b"\x30\x89" + b"\x01" * 9, "does not fit"),
        (b"\x30\x82\x01", "does not fit"),
        (b"\x04\x80\x00\x00", "indefinite length on a primitive"),
        (b"\x1f" + b"\xff" * 10, "tag that does not end"),
        (b"\x30\x80" * 100, "nested too deep"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, what: str) -> None:
    with pytest.raises(der.DerError, match=what) as raised:
        der.read(data)
    assert 0 <= raised.value.offset <= len(data)


def test_nesting_is_bounded_without_recursion_errors() -> None:
    data = b""
    for _ in range(5000):
        data = sequence(data)
    assert der.read(data).end == len(data)
    assert "nested too deep" in str(der.not_der(der.read(data)))


def test_many_children_are_refused() -> None:
    with pytest.raises(der.DerError, match="side by side"):
        der.children(der.read(sequence(b"\x05\x00" * (der.MAX_CHILDREN + 1))))


@pytest.mark.parametrize(
    "data",
    [b"\x30\x81\x03" + number(1), sequence(b"\x02\x82\x00\x01\x05"), b"\x30\x80" + number(1) + b"\0\0"],
)
def test_lengths_that_are_not_der(data: bytes) -> None:
    assert "shortest form" in str(der.not_der(der.read(data)))


def test_der_is_der() -> None:
    assert der.not_der(der.read(sequence(number(1), sequence(tlv(0x04, b"x" * 300))))) is None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    try:
        element = der.read(data)
        assert 0 < element.end <= len(data)
        der.not_der(element)
        for child in der.children(element):
            assert element.body <= child.start < child.end <= element.stop
    except der.DerError as error:
        assert str(error)
