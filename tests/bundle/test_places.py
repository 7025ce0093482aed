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
        "GRAF 0020 LOGON  AS  HERON7   USERS = 13",
        "USER DSC   LOGOFF AS  HERON7   USERS = 12",
        "220-HERON7 IBM VM Level 720 at ZVM1.EXAMPLE.TEST, 10:00:00 EST",
        "HERON7 AT NODE1 VIA RSCS   2026-11-21 10:10:10 EST      SATURDAY",
        "  SPECIAL 0700 QDIO HERON7 LANX",
        "  NICDEF 0600 TYPE QDIO LAN HERON7 LANX",
    ],
)
def test_user_ids(line: str) -> None:
    assert ("userids", "HERON7") in set(named(line))


@pytest.mark.parametrize(
    "line",
    [
        "Telnet and FTP were restarted",
        "ftp is down",
        "WARNING: not so",
        "user names from the list",
        "220 Service ready for new user",
        "220 Microsoft FTP Service",
        "220 The FTP server is ready",
    ],
)
def test_prose_names_nobody(line: str) -> None:
    assert list(named(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "DASD 0191 3390 VOLQ12 R/W  10 CYL ON DASD  1234 SUBCHANNEL = 0001",
        "VOLQ12 191  A   R/W    10 3390 4096       35        156-09       1644       1800",
    ],
)
def test_volumes(line: str) -> None:
    assert ("volumes", "VOLQ12") in set(named(line))


@pytest.mark.parametrize(
    "line",
    [
        "helo heron",
        "EHLO heron",
        "openssl s_client -connect heron:992",
        "x -servername heron -tls1_2",
        "220 heron FTP server (Version 6.4) ready.",
        "220-heron ESMTP Postfix",
        "220-FTPSERVE IBM VM Level 720 at heron, 10:00:00 EST",
        " APPCPASS heron TARGET7 DAVE XXXXXXXX",
        " APPCPASS *USERID heron DAVE XXXXXXXX",
    ],
)
def test_hosts(line: str) -> None:
    assert ("hosts", "heron") in set(named(line))
