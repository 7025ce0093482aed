from __future__ import annotations

import pytest

from ssldiag.capture.notable import LONE_ALERT, notable


@pytest.mark.parametrize(
    ("data", "matters"),
    [
        (b"\x16\x03\x03\x00\x20" + bytes(32), True),
        (b"\x15\x03\x01\x00\x02\x02\x28", True),
        (b"\x14\x03\x00\x00\x01\x01", True),
        (LONE_ALERT + bytes(19), True),
        (LONE_ALERT, True),
        (b"\x17\x03\x03\x00\x14" + bytes(20), False),
        (b"\x18\x03\x03\x00\x03" + bytes(3), False),
        (b"\x16\x03\x05\x00\x03" + bytes(3), False),
        (b"\x16\x02\x00\x00\x03" + bytes(3), False),
        (b"\x16\x03\x03\x00", False),
        (b"", False),
    ],
)
def test_what_matters_after_a_handshake(data: bytes, matters: bool) -> None:
    assert notable(data) is matters
