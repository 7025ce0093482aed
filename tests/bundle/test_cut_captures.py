"""Packets without content still show how a handshake went, and hold no names, chains or random numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle import redact_captures
from ssldiag.bundle.cut_captures import CLIENT_HELLO, HEADER, SERVER_HELLO, cleaned, cut, hello
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.model import Source

ROOT = Path(__file__).resolve().parents[2]
CAPTURE = ROOT / "samples" / "captures" / "refused.pcap"


def source(data: bytes) -> Source:
    return Source("a.pcap", "capture", "", len(data), lambda: BytesIO(data))


def learnt(one: Source) -> tuple[Redactor, redact_captures.Decoded]:
    redactor = Redactor(Mapping(b"salt"))
    decoded = redact_captures.decode(one)
    redact_captures.learn(redactor, decoded)
    redactor.settle()
    return redactor, decoded


def test_handshakes_end_as_before() -> None:
    before = source(CAPTURE.read_bytes())
    redactor, decoded = learnt(before)
    after = redact_captures.decode(source(b"".join(cut(before, redactor))))
    old, new = decoded.capture.handshakes, after.capture.handshakes
    assert [(h.start, h.frame, h.outcome, h.by, h.offered, h.chosen, h.client.port) for h in new] == [
        (h.start, h.frame, h.outcome, h.by, h.offered, h.chosen, h.client.port) for h in old
    ]
    assert {h.client.ip for h in new} == {redactor.words.ip(h.client.ip) for h in old}


def test_nothing_of_a_certificate_or_name_is_left() -> None:
    data = CAPTURE.read_bytes()
    redactor, decoded = learnt(source(data))
    made = b"".join(cut(source(data), redactor))
    ders = {seen for h in decoded.capture.handshakes for c in h.served for seen in (c.der[:24], c.der[-24:])}
    names = {h.sni.encode() for h in decoded.capture.handshakes if h.sni}
    assert ders and names
    assert not any(part in made for part in (*ders, *names))
    assert bytes(range(32)) in data and bytes(range(32)) not in made
    assert all(bytes(map(int, h.client.ip.split("."))) not in made for h in decoded.capture.handshakes)


def test_what_is_no_tls_is_zeros() -> None:
    redactor = Redactor(Mapping(b"salt"))
    data = b"220 ftp.acme ready\r\nUSER dave\r\nPASS secret\r\n"
    assert cleaned(data, redactor) == bytes(len(data))
    data = b"\x17\x03\x03\x00\x05hello"
    assert (
        cleaned(b"\x16\x03\x01\x00\x00" + data, redactor)
        == b"\x16\x03\x01\x00\x00\x17\x03\x03\x00\x05\0\0\0\0\0"
    )


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([CLIENT_HELLO, SERVER_HELLO]))
def test_any_bytes_keep_their_length(data: bytes, kind: int) -> None:
    redactor = Redactor(Mapping(b"salt"))
    assert len(hello(kind, data, redactor)) == len(data)
    assert len(cleaned(b"\x16\x03\x01\x00\x20" + bytes([kind]) + data, redactor)) == len(data) + 6


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_file_gives_a_file(data: bytes) -> None:
    head = CAPTURE.read_bytes()[:400]
    for text in (data, head + data):
        assert b"".join(cut(source(text), Redactor(Mapping(b"salt")))).startswith(HEADER)
