"""A payload in; out, whether it still matters once the handshake is over: most of what follows is skipped."""

from __future__ import annotations

NOTABLE = 5
"""Bytes that are looked at: the header of a record (RFC 8446 5.1)."""

LONE_ALERT = b"\x17\x03\x03\x00\x13"
"""The header of an encrypted alert of TLS 1.3."""


def notable(data: bytes) -> bool:
    """Whether a segment begins with a record that is not application data, or that may hold an alert of TLS
    1.3 and nothing else (two bytes, the content type and 16 bytes of a tag: RFC 8446 5.2).
    """
    if len(data) < NOTABLE or data[1] != 3 or data[2] > 4:
        return False
    return 20 <= data[0] <= 22 or data[:5] == LONE_ALERT
