from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.keyexchange import Exchange, certificate_verify, server_key_exchange

from .bytesmith import key_exchange, pairs, vector

DH = vector(2, b"\x00\x00" + b"\x9f" + bytes(127)) + vector(2, b"\x02") + vector(2, bytes(128))
SIGNED = pairs(0x0401) + vector(2, bytes(256))


@pytest.mark.parametrize(
    ("cipher", "version", "body", "wanted"),
    [
        (0xC02F, 0x0303, key_exchange(), Exchange(29, None, 0x0804)),
        (0xC013, 0x0301, key_exchange(), Exchange(29, None, None)),
        (0xC018, 0x0303, key_exchange(), Exchange(29, None, None)),
        (0x009E, 0x0303, DH + SIGNED, Exchange(None, 1024, 0x0401)),
        (0x0034, 0x0303, DH, Exchange(None, 1024, None)),
        (0x00AA, 0x0303, vector(2, b"hint") + DH, Exchange(None, 1024, None)),
        (0xC035, 0x0303, vector(2, b"hint") + key_exchange(), Exchange(29, None, None)),
        (0x008C, 0x0303, vector(2, b"hint"), Exchange()),
        (0xC02F, 0x0303, b"\x01" + bytes(50), Exchange()),
        (0xABCD, 0x0303, key_exchange(), Exchange()),
        (None, 0x0303, key_exchange(), Exchange()),
    ],
)
def test_what_it_tells(cipher: int | None, version: int, body: bytes, wanted: Exchange) -> None:
    notes: list[str] = []
    assert server_key_exchange(body, cipher, version, notes) == wanted
    assert notes == []


@pytest.mark.parametrize("at", [0, 2, 20])
def test_truncated(at: int) -> None:
    notes: list[str] = []
    assert server_key_exchange(key_exchange()[:at], 0xC02F, 0x0303, notes) == Exchange()
    assert notes == ["the ServerKeyExchange ends too early"]


def test_certificate_verify() -> None:
    assert certificate_verify(SIGNED, 0x0303) == 0x0401
    assert certificate_verify(SIGNED, 0x0302) is None
    assert certificate_verify(b"\x04", 0x0303) is None


@given(st.binary(max_size=40), st.sampled_from([0xC02F, 0x009E, 0x00AA, 0xC035, 0x0034]))
@settings(max_examples=100, deadline=None)
def test_any_bytes(body: bytes, cipher: int) -> None:
    found = server_key_exchange(body, cipher, 0x0303, [])
    assert found.dh_bits is None or found.dh_bits <= 8 * len(body)
