"""Passwords are overwritten where they stand, and nothing else is."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle.secret_words import Passwords
from tests.effort import seconds

SECRET = "s3cr3tPw"


@pytest.mark.parametrize(
    "line",
    [
        "USER DAVE {} 32M 64M G",
        "user dave {}",
        "IDENTITY DAVE {} 32M 64M G",
        "*USER DAVE {} 32M 64M G",
        "  MDISK 0191 3390 1 5 VOL001 MR {} W M",
        "  MDISK 0191 3390 1 5 VOL001 MR R {} M",
        "LOGON DAVE {}",
        "cp logon dave {}",
        "L DAVE {}",
        "AUTOLOG DAVE {}",
        "LINK TO DAVE 191 AS 291 RR PASS= {}",
        ">>>PASS {}",
        "230 PASS {}",
        "machine h login dave password {}",
        "AUTH PLAIN {}",
        "Authorization: Basic {}",
        "Cookie: sid={}",
        "ftp://dave:{}@host/x",
        '"password": "{}",',
        "password={}&x=1",
        "PWD = {}",
        "api_key: '{}'",
        "gsk8capicmd -keydb -pw {} -stash",
        "openssl -passin pass:{}",
        "--password={}",
        "PASSWORD {};",
        "PASSWORD('{}')",
        "PHRASE('{}')",
        " APPCPASS GATE LUNAME DAVE {}",
        "LOGON DAVE BY MAINT {}",
        "DIRM FOR DAVE SETPW {}",
        "DIRM ADD DAVE PW {}",
        "ftp> quote pass {}",
        "ACCT {}",
        "PASS a {} b",
        "07:12:11 FTPSERVE PASS: {}",
        "Kennwort: {}",
        "private-key: ({}",
        "<password>{}</password>",
        '<Password value="{}"/>',
        "The password is {}",
        "snmp community {}",
        "curl -u dave:{} https://host",
        "curl --user dave:{} https://host",
        "sshpass -p {} ssh host",
        "mysql -h host -p{}",
        "CP AUTOLOG DAVE {} DATA",
        "DIRM FOR DAVE SETPW X VPW {}",
        "DIRM LOGINPW {}",
        "DIRMAINT PW {}",
        "Enter database password (press ENTER to cancel): {}0",
        "AWS_SECRET_ACCESS_KEY={}",
        "ldapsearch -x -D cn=admin -w {}",
        "community={}",
        "the new pw for DAVE is {}1",
        "Passwort: {}",
        "Kennwort {}",
        "mot de passe : {}",
        "    PSK identity: {}",
    ],
)
def test_where_passwords_stand(line: str) -> None:
    text, found = Passwords().line(line.format(SECRET))
    assert SECRET not in text and len(text) == len(line.format(SECRET))
    assert any(SECRET in word for word in found)


@pytest.mark.parametrize(
    "line",
    [
        "USER DAVE LBYONLY 32M 64M G",
        "USER DAVE NOLOG",
        "LOGON AT 07:12:11 EST SUNDAY 11/22/26",
        "LOGON DAVE BY MAINT",
        "LOGON TCPIP",
        "User Id  Conn     Local Socket",
        "LINK TCPMAINT 0591 0591 RR",
        "  MDISK 0191 3390 1 5 VOL001 MR",
        "DTCSSL001I password expired",
        "the password is required",
        "https://host/path@x",
        "; a comment on passwords",
        "the password is kept in the stash",
        "docker run --user 0:",
        "    PSK identity: None",
        "Session-ID:",
        "CLIENT_RANDOM is no secret",
        "                Public-Key: (256 bit)",
        "        RSA Private-Key: (2048 bit, 2 primes)",
        "Private-Key: (521 bit)",
    ],
)
def test_what_is_none(line: str) -> None:
    assert Passwords().line(line) == (line, ())


@pytest.mark.parametrize(
    "line",
    [
        "CLIENT_RANDOM {0} {1}",
        "CLIENT_TRAFFIC_SECRET_0 {0} {1}",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET {0} {1}",
        "EXPORTER_SECRET {0} {1}",
        "RSA {0} {1}",
        "    Session-ID: {0}",
        "    Master-Key: {1}",
        "RSA Session-ID:{0} Master-Key:{1}",
        "    Resumption PSK: {1}",
    ],
)
def test_secrets_of_connections(line: str) -> None:
    text, found = Passwords().line(line.format("0a1b2c3d4e5f6071", "9c" * 48))
    assert found and "0a1b" not in text and "9c" not in text


def test_a_block_of_autolog() -> None:
    passwords = Passwords()
    lines = ["AUTOLOG", f"  DAVE {SECRET} ; mine", "  FTPSERVE 0", "ENDAUTOLOG", "  ETH0 QDIO"]
    said = [passwords.line(line)[0] for line in lines]
    assert said == ["AUTOLOG", "  DAVE XXXXXXXX ; mine", "  FTPSERVE 0", "ENDAUTOLOG", "  ETH0 QDIO"]


def test_answers_to_a_server_of_mail() -> None:
    passwords = Passwords()
    lines = ["334 VXNlcm5hbWU6", "ZGF2ZQ==", "334 UGFzc3dvcmQ6", "c2VjcmV0", "235 ok", "QUIT"]
    said = [passwords.line(line)[0] for line in lines]
    assert said == ["334 VXNlcm5hbWU6", "XXXXXXXX", "334 UGFzc3dvcmQ6", "XXXXXXXX", "235 ok", "QUIT"]


def test_long_lines_take_no_longer_than_they_are() -> None:
    for piece in ("password ", "user a ", "://a:", "- ", "auth ", "link a 1 1 rr ", "a" * 9):
        assert seconds(partial(Passwords().line, piece * (65_536 // len(piece)))) < 10


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_any_line_keeps_its_length(text: str) -> None:
    assert len(Passwords().line(text)[0]) == len(text)


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1B2" * 9,
        "AKIA" + "Z7Q2" * 4,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkYXZlIn0.c2lnbmF0dXJl",
        "xoxb-1234567890-abc",
    ],
)
def test_tokens_are_told_by_how_they_begin(token: str) -> None:
    assert Passwords().line(f"trace: {token} was sent") == (f"trace: {'X' * len(token)} was sent", (token,))
