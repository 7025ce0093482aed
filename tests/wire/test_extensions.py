from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.extensions import CLIENT, SERVER, Values, read

from . import bytesmith as make
from .bytesmith import extension, pairs, vector


def offered(*parts: bytes) -> tuple[Values, list[str]]:
    values: Values = {}
    notes: list[str] = []
    read(b"".join(parts), CLIENT, values, notes)
    return values, notes


def chosen(*parts: bytes) -> Values:
    values: Values = {}
    notes: list[str] = []
    read(b"".join(parts), SERVER, values, notes)
    assert notes == []
    return values


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (make.SNI, {"sni": "tls.example.test"}),
        (make.GROUPS, {"groups": (29, 23)}),
        (make.POINTS, {"point_formats": (0,)}),
        (make.SIGNATURES, {"signature_algorithms": (0x0403, 0x0804)}),
        (make.ALPN, {"alpn": ("h2", "http/1.1"), "alpn_raw": (b"h2", b"http/1.1")}),
        (make.VERSIONS, {"versions": (0x0304, 0x0303)}),
        (make.SHARE, {"key_shares": (29,)}),
        (extension(40, vector(2, pairs(23) + vector(2, b"x"))), {"key_shares": (23,)}),
        (extension(35), {"ticket_length": 0}),
        (extension(35, bytes(192)), {"ticket_length": 192}),
        (extension(41, b"x"), {"psk_offered": True}),
        (extension(42), {"early_data": True}),
        (extension(23), {"extended_master_secret": True}),
        (extension(5, b"\x01\x00\x00\x00\x00"), {"ocsp_stapling": True}),
        (extension(0xFE0D, bytes(30)), {"ech": True}),
        (extension(0x4469, b"junk"), {}),
        (extension(0, b""), {}),
        (extension(0, vector(2, b"\x07" + vector(2, b"x"))), {}),
        (extension(0, vector(2, b"\0" + vector(2, b"a\xc3\xa4\n"))), {"sni": "a\\xc3\\xa4\n"}),
    ],
)
def test_one(part: bytes, wanted: Values) -> None:
    values, notes = offered(part)
    number = int.from_bytes(part[:2], "big")
    assert values == {**wanted, "extensions": (number,)}
    assert notes == []


def test_a_server_says_one_of_each() -> None:
    values = chosen(
        extension(43, pairs(0x0304)), extension(51, pairs(23) + vector(2, bytes(65))), extension(0)
    )
    assert values == {"versions": (0x0304,), "key_shares": (23,), "extensions": (43, 51, 0)}
    assert chosen(extension(51, pairs(24)))["key_shares"] == (24,)


@pytest.mark.parametrize("number", [0, 10, 11, 13, 16, 43, 51])
def test_one_that_is_malformed_does_not_hide_the_next(number: int) -> None:
    values, notes = offered(extension(number, b"\xff"), make.SNI if number else make.GROUPS)
    assert notes == [f"extension {number} is malformed"]
    assert values.get("sni") == "tls.example.test" or values.get("groups") == (29, 23)


def test_one_that_is_longer_than_the_list() -> None:
    values, notes = offered(make.GROUPS, pairs(13, 500) + b"abc")
    assert values["extensions"] == (10, 13)
    assert notes == ["extension 13 is longer than the list of extensions"]


def test_a_list_that_ends_in_the_middle() -> None:
    _, notes = offered(make.GROUPS, b"\x00\x0d\x00")
    assert notes == ["the list of extensions ends in the middle of one"]


def test_one_that_is_there_twice() -> None:
    _, notes = offered(make.GROUPS, make.SNI, make.GROUPS)
    assert notes == ["extension 10 is there more than once"]


@given(st.binary(max_size=80), st.sampled_from([CLIENT, SERVER]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_numbers(block: bytes, parsers: object) -> None:
    values: Values = {}
    notes: list[str] = []
    read(block, CLIENT if parsers is CLIENT else SERVER, values, notes)
    assert all(0 <= number <= 0xFFFF for number in values["extensions"])


@given(st.sampled_from(sorted(CLIENT)), st.binary(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_body_of_a_known_one(number: int, body: bytes) -> None:
    values, _ = offered(extension(number, body))
    assert values["extensions"] == (number,)
