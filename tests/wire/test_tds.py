from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import tds

from . import bytesmith as make


def packet(payload: bytes, kind: int = tds.PRELOGIN) -> bytes:
    return bytes((kind, 1)) + (len(payload) + 8).to_bytes(2, "big") + bytes(4) + payload


PRELOGIN = b"\x00\x00\x06\x00\x06\xff" + bytes(6)
STREAM = packet(PRELOGIN) + packet(make.HELLO12[:30]) + packet(make.HELLO12[30:]) + make.DATA


def joined(*pieces: bytes) -> tuple[bytes, bytes]:
    """All that is TLS, and all that is not."""
    packets = tds.Packets()
    found = [part for piece in pieces for part in packets.feed(piece)]
    return (
        b"".join(data for is_tls, data in found if is_tls),
        b"".join(data for is_tls, data in found if not is_tls),
    )


WANTED = make.HELLO12 + make.DATA, PRELOGIN


def test_whole_and_byte_by_byte() -> None:
    assert joined(STREAM) == WANTED
    assert joined(*(bytes((byte,)) for byte in STREAM)) == WANTED


@pytest.mark.parametrize("at", range(0, len(STREAM), 3))
def test_cut(at: int) -> None:
    assert joined(STREAM[:at], STREAM[at:]) == WANTED


def test_starts() -> None:
    assert tds.starts(packet(PRELOGIN))
    assert tds.starts(packet(make.HELLO12))
    assert not tds.starts(packet(b"SELECT 1", kind=1))
    assert not tds.starts(b"\x12\x01\x00\x05" + bytes(5))


@given(st.lists(st.binary(max_size=30), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_bytes(pieces: list[bytes]) -> None:
    inside, outside = joined(*pieces)
    assert len(inside) + len(outside) <= sum(map(len, pieces))
