"""What lines name: user ids, and no words of prose."""

from __future__ import annotations

import pytest

from ssldiag.bundle.places import named


@pytest.mark.parametrize(
    "line",
    [
        "10:00:00 USER HERON7 LOGON AS HERON7",
        "DTCFTS0102I user HERON7 from 192.0.2.7",
        "USER HERON7",
        "230 HERON7 logged in",
        "10:00:00 HERON7  : DTCSSL001I ready",
        " CONSOLE 0009 3215 T HERON7",
        " APPCPASS GATE LUNAME HERON7 XXXXXXXX",
    ],
)
def test_user_ids(line: str) -> None:
    assert ("userids", "HERON7") in set(named(line))


@pytest.mark.parametrize(
    "line", ["Telnet and FTP were restarted", "ftp is down", "WARNING: not so", "user names from the list"]
)
def test_prose_names_nobody(line: str) -> None:
    assert list(named(line)) == []
