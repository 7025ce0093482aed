"""How single values are shown."""

from __future__ import annotations

import pytest

from ssldiag.pool.admin.units import level, life, moment, protocol, since, socket


@pytest.mark.parametrize(
    ("seconds", "text"), [(86_400, "24 H"), (0, "0 H"), (5_400, "90 M"), (61, "61 S"), (3_600, "1 H")]
)
def test_life(seconds: int, text: str) -> None:
    assert life(seconds) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("TLSv1", "TLSV1_0"), ("TLSv1.2", "TLSV1_2"), ("TLSV1_3", "TLSV1_3"), ("SSLv3", "SSLV3"), ("", "")],
)
def test_protocols(name: str, text: str) -> None:
    assert protocol(name) == text


@pytest.mark.parametrize(
    ("address", "names", "text"),
    [
        (None, False, "*..*"),
        (("0.0.0.0", 23), True, "*..TELNET"),
        (("::", 23), False, "*..23"),
        (("::ffff:192.0.2.7", 992), True, "192.0.2.7..992"),
        (("2001:db8::7", 21), True, "2001:db8::7..FTP-C"),
    ],
)
def test_sockets(address: tuple[str, int] | None, names: bool, text: str) -> None:
    assert socket(address, names) == text


@pytest.mark.parametrize(("text", "shown"), [("7.2.0", "720"), ("720", "720"), ("7.4", "740"), ("", "000")])
def test_levels(text: str, shown: str) -> None:
    assert level(text) == shown


def test_times() -> None:
    assert since("2026-11-22T07:12:09+00:00") == "2026-11-22 07:12:09"
    assert since("yesterday") == "yesterday"
    assert moment(0) == "1970-01-01T00:00:00Z"
