"""Single lines of status responses."""

from __future__ import annotations

import pytest

from ssldiag.readers import status_rows


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Server    State     Sessions  Maximum  Peak", ["server", "state", "sessions", "maximum", "other"]),
        ("Server State Current Maximum", ["server", "state", "sessions", "maximum"]),
        ("User ID   Current Sessions   Max Sessions   Status", ["server", "sessions", "maximum", "state"]),
        ("Server    Conn   Local socket", None),
        ("Server", None),
        ("SSL00001  Active  1  2", None),
    ],
)
def test_columns(heading: str, expected: list[str] | None) -> None:
    assert status_rows.columns(heading) == expected


@pytest.mark.parametrize(
    ("socket", "port"),
    [
        ("*..9999", 9999),
        ("192.0.2.1..TELNET", 23),
        ("*..ftp-c", 21),
        ("*..*", None),
        ("*..NOSUCH", None),
        ("*..123456", None),
        ("2001:db8::1..992", 992),
        ("nothing", None),
    ],
)
def test_ports(socket: str, port: int | None) -> None:
    assert status_rows.port_of(socket) == port


def test_numbers_in_words() -> None:
    assert status_rows.by_words("Active 117/600") == {"sessions": 117, "maximum": 600}
    assert status_rows.by_words("current 1, max 2, peak 3") == {"sessions": 1, "maximum": 2}
    assert status_rows.by_words("nothing") == {}


def test_the_limit_of_one_server_is_not_the_limit_of_all() -> None:
    assert status_rows.totals("Maximum sessions per server: 600") == {"per_server": 600}
    assert status_rows.totals("Maximum number of sessions: 3000 Maximum per SSL server: 600") == {
        "maximum": 3000,
        "per_server": 600,
    }
