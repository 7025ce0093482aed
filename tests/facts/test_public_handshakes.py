"""Handshakes of a bundle come back as the facts they were; damage is said and ends nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle.redact_captures import decode
from ssldiag.facts import public_handshakes
from ssldiag.model import Source

ROOT = Path(__file__).resolve().parents[2]


def source(data: bytes) -> Source:
    return Source("a.pcap", "capture", "", len(data), lambda: BytesIO(data))


def dumped() -> tuple[bytes, object]:
    data = (ROOT / "samples" / "captures" / "refused.pcap").read_bytes()
    decoded = decode(source(data))
    return b"".join(public_handshakes.dump(decoded.capture, decoded.documents)), decoded.capture


def test_there_and_back() -> None:
    data, capture = dumped()
    assert public_handshakes.looks_like(data)
    assert public_handshakes.read(source(data), 100) == capture
    (first, *_) = public_handshakes.documents(source(data))
    assert first["schema"] == "ssldiag.handshake/1" and "fact" not in first


def test_no_more_than_is_wanted() -> None:
    data, _ = dumped()
    found = public_handshakes.read(source(data), 0)
    assert found.handshakes == () and not found.complete


def test_a_damaged_line_is_said() -> None:
    data, _ = dumped()
    found = public_handshakes.read(source(data.replace(b'"fact"', b'"fuct"')), 100)
    assert "no handshake" in found.unreadable[-1].reason


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_capture(tail: bytes) -> None:
    head = b'{"schema": "ssldiag.capture-public/1", "complete": true, "unreadable": []}\n'
    assert public_handshakes.read(source(head + tail), 10).file == "a.pcap"
