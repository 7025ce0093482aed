from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.plain import protocol

from .test_starttls_binary import EXCSAT, GREETING, RDP


@pytest.mark.parametrize(
    ("client", "server", "wanted"),
    [
        (b"GET / HTTP/1.1\r\n", b"", "http"),
        (b"", b"HTTP/1.0 400 Bad\r\n", "http"),
        (b"SSH-2.0-x\r\n", b"", "ssh"),
        (b"EHLO me\r\n", b"220 x\r\n", "smtp"),
        (b"", b"220 x ESMTP\r\n", "smtp"),
        (b"", b"220 FTP server\r\n", "ftp"),
        (b"CAPA\r\n", b"", "pop3"),
        (b"a1 CAPABILITY\r\n", b"", "imap"),
        (b"\xff\xfb\x18", b"", "telnet"),
        (EXCSAT, b"", "drda"),
        (bytes.fromhex("00000034 0000 e009 00000000 00000000"), b"", "as400"),
        (RDP, b"", "rdp"),
        (b"\x00\x00\x00\x54\xfeSMB", b"", "smb"),
        (b"\x30\x0c\x02\x01\x01\x60\x07", b"", "ldap"),
        (b"", GREETING, "mysql"),
        (b"\x00\x00\x00\x29\x00\x03\x00\x00user\0", b"", "postgresql"),
        (b"hello there", b"", "text"),
        (b"\x01\x02\x03\x04\x05", b"\x06", None),
        (b"", b"", None),
    ],
)
def test_protocols(client: bytes, server: bytes, wanted: str | None) -> None:
    assert protocol(client, server) == wanted


@given(st.binary(max_size=40), st.binary(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_bytes(client: bytes, server: bytes) -> None:
    found = protocol(client, server)
    assert found is None or found.isalnum()
