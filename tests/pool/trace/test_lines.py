"""The lines of a trace, as golden texts and as console lines that our own reader knows."""

from __future__ import annotations

import pytest

from ssldiag.pool.trace import lines
from ssldiag.readers import messages

LOCAL, FOREIGN = ("192.0.2.10", 992), ("198.51.100.7", 51022)

GOLDEN = {
    lines.state("SSL00001", 7, LOCAL, FOREIGN, "accepted", "handshake"): (
        "DTCSSLT01I SSL00001 conn 7 192.0.2.10..992 198.51.100.7..51022 state accepted -> handshake"
    ),
    lines.handshake("SSL00001", 7, "TLSv1.2", "AES256-SHA", "TNLAB1", True): (
        "DTCSSLT02I SSL00001 conn 7 handshake ok TLSV1_2 AES256-SHA label TNLAB1 cache hit"
    ),
    lines.message("SSL00001", 7, "recv", "ClientHello (512 bytes)"): (
        "DTCSSLT04I SSL00001 conn 7 recv ClientHello (512 bytes)"
    ),
    lines.failure(8, "Certificate validation error"): (
        "DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error"
    ),
    lines.failed("SSL00001", 7, FOREIGN, "no \x1b[2J shared cipher"): (
        "DTCSSLT05I SSL00001 conn 7 198.51.100.7..51022 failed: no \\x1b[2J shared cipher"
    ),
    lines.explanation("SSL00001", 8, "Why."): "DTCSSLT06I SSL00001 rc 8: Why.",
}


@pytest.mark.parametrize(("line", "expected"), GOLDEN.items())
def test_golden(line: str, expected: str) -> None:
    assert line == expected
    head = messages.head(f"12:00:00 {line}")
    assert head is not None
    assert head.id == expected.split()[0]


def test_data_in_pieces() -> None:
    content = bytes(range(256)) * 5
    assert list(lines.data("S", 1, "recv", content, 3)) == ["DTCSSLT03I S conn 1 recv 1280 000102"]
    whole = list(lines.data("S", 1, "send", content, -1))
    assert [line.split()[:6] for line in whole] == [
        ["DTCSSLT03I", "S", "conn", "1", "send", "1280"],
        ["DTCSSLT03I", "S", "conn", "1", "send", "+512"],
        ["DTCSSLT03I", "S", "conn", "1", "send", "+1024"],
    ]
    assert bytes.fromhex("".join(line.split()[6] for line in whole)) == content
    assert list(lines.data("S", 1, "recv", b"", 20)) == ["DTCSSLT03I S conn 1 recv 0"]


def test_what_partners_say_is_cut_short() -> None:
    assert len(lines.message("S", 1, "recv", "x" * 10_000)) < 450
    assert lines.message("S", 1, "recv", "\x00" * 10_000).isprintable()
