from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import ssl2

from .bytesmith import old_client_hello, old_server_hello, pairs

HELLO, CHOICE = old_client_hello(), old_server_hello()


def test_a_client_hello() -> None:
    notes: list[str] = []
    found = ssl2.client_hello(HELLO[2:], 4, 0.5, notes)
    assert notes == []
    assert (found.format, found.legacy_version, found.record_version) == ("sslv2", 0x0301, None)
    assert found.ciphers == (0x00002F, 0x00000A, 0x010080)
    assert (found.random, found.session_id, found.extensions) == (bytes(range(16)), b"", ())
    assert (found.frame, found.time, found.raw) == (4, 0.5, HELLO[3:])


def test_a_server_hello() -> None:
    notes: list[str] = []
    found, der, hit = ssl2.server_hello(CHOICE[2:], 4, 0.5, notes)
    assert notes == []
    assert (found.legacy_version, found.ciphers, found.random) == (2, (0x010080,), bytes(16))
    assert (der, hit) == (b"\x30\x03\x02\x01\x05", False)
    assert ssl2.server_hello(old_server_hello(b"", 1)[2:], 4, 0.5, notes)[1:] == (b"", True)


@pytest.mark.parametrize("at", range(3, len(HELLO)))
def test_a_client_hello_truncated_at_every_byte(at: int) -> None:
    notes: list[str] = []
    assert ssl2.client_hello(HELLO[2:at], 4, 0.5, notes).partial
    assert notes == ["the SSL 2.0 ClientHello is shorter than its lengths say"]


@pytest.mark.parametrize("at", range(3, len(CHOICE)))
def test_a_server_hello_truncated_at_every_byte(at: int) -> None:
    notes: list[str] = []
    assert ssl2.server_hello(CHOICE[2:at], 4, 0.5, notes)[0].partial
    assert len(notes) == 1


def test_heads_are_known() -> None:
    assert ssl2.is_client_hello(HELLO)
    assert ssl2.is_client_hello(b"xx" + HELLO, 2)
    assert ssl2.is_server_hello(CHOICE)
    assert ssl2.is_error(b"\x80\x03\x00\x00\x01")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" + HELLO[1:],
        HELLO[:2] + b"\x02" + HELLO[3:],
        old_client_hello(0x0200),
        old_client_hello(kinds=b""),
        old_client_hello(kinds=b"\x00\x00\x2f\x00"),
        pairs(0x8000 | len(HELLO)) + HELLO[2:],
    ],
)
def test_what_is_no_head(data: bytes) -> None:
    assert not ssl2.is_client_hello(data)
    assert not ssl2.is_server_hello(data + bytes(13))


def test_sizes_of_records() -> None:
    assert ssl2.record_size(b"\x80\x2e\x01") == (2, 0x2E, 0)
    assert ssl2.record_size(b"\x40\x2e\x05") == (3, 0x2E, 5)


@given(st.binary(min_size=13, max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_hello(data: bytes) -> None:
    notes: list[str] = []
    assert isinstance(ssl2.is_client_hello(data), bool)
    assert isinstance(ssl2.is_server_hello(data), bool)
    assert ssl2.client_hello(data, 1, 0.0, notes).format == "sslv2"
    assert ssl2.server_hello(data, 1, 0.0, notes)[0].format == "sslv2"
