from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import starttls_binary as binary
from ssldiag.wire.starttls_binary import Prelude, Turn

LDAP_ASK = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + b"1.3.6.1.4.1.1466.20037"
POSTGRES = bytes.fromhex("0000000804d2162f")
GREETING = b"\x4a\x00\x00\x00\x0a8.0.36\x00" + bytes(30)
MYSQL_ASK = b"\x20\x00\x00\x01\x85\xae\xff\x19" + bytes(28)
MYSQL_PLAIN = b"\xc0\x00\x00\x01\x85\xa6\xff\x19" + bytes(28)
SOCKS4 = b"\x04\x01\x01\xbb\x7f\x00\x00\x01\x00"
RDP = b"\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"
RDP_ANSWER = b"\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00%c\x00\x08\x00%c\x00\x00\x00"
EXCSAT = b"\x00\x26\xd0\x41\x00\x01\x00\x20\x10\x41" + bytes(20)


def prelogin(encryption: int) -> bytes:
    """A PRELOGIN message with the options VERSION and ENCRYPTION."""
    return b"\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff" + bytes(6) + bytes((encryption,))


YES: dict[str, list[Turn]] = {
    "ldap": [("a", LDAP_ASK), ("b", b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00")],
    "postgresql": [("a", POSTGRES), ("b", b"S")],
    "postgresql after gss": [
        ("a", bytes.fromhex("0000000804d21630")),
        ("b", b"N"),
        ("a", POSTGRES),
        ("b", b"S"),
    ],
    "mysql": [("b", GREETING), ("a", MYSQL_ASK)],
    "telnet": [("b", b"\xff\xfd\x2e"), ("a", b"\xff\xfb\x2e\xff\xfa\x2e\x01\xff\xf0")],
    "telnet by the client": [("a", b"\xff\xfb\x2e"), ("b", b"\xff\xfd\x2e")],
    "socks 4": [("a", SOCKS4), ("b", b"\x00\x5a\x00\x00\x00\x00\x00\x00")],
    "socks 5": [
        ("a", b"\x05\x01\x00"),
        ("b", b"\x05\x00"),
        ("a", b"\x05\x01\x00\x03\x01a\x01\xbb"),
        ("b", b"\x05\x00"),
    ],
    "socks 5 in part": [("a", b"\x05\x01\x00"), ("b", b"\x05\x00")],
    "rdp": [("a", RDP), ("b", RDP_ANSWER % (2, 1))],
    "tds": [("a", prelogin(0)), ("b", prelogin(1))],
}

NO: dict[str, tuple[list[Turn], str]] = {
    "ldap": (
        [("a", LDAP_ASK), ("b", b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x34\x04\x00\x04\x00")],
        "result code 52",
    ),
    "postgresql": ([("a", POSTGRES), ("b", b"N")], "N (no TLS)"),
    "postgresql with an error": ([("a", POSTGRES), ("b", b"E....")], "E (error)"),
    "telnet": ([("b", b"\xff\xfd\x2e"), ("a", b"\xff\xfc\x2e")], "WON'T START_TLS"),
    "telnet by the server": ([("a", b"\xff\xfb\x2e"), ("b", b"\xff\xfe\x2e")], "DON'T START_TLS"),
    "socks 4": ([("a", SOCKS4), ("b", b"\x00\x5b")], "SOCKS 4 code 91"),
    "socks 5": (
        [("a", b"\x05\x01\x00"), ("b", b"\x05\x00"), ("a", b"\x05\x01\x00\x03"), ("b", b"\x05\x05\x00")],
        "connection refused",
    ),
    "socks 5 without a way in": (
        [("a", b"\x05\x01\x00"), ("b", b"\x05\xff")],
        "no acceptable way to authenticate",
    ),
    "rdp": ([("a", RDP), ("b", RDP_ANSWER % (3, 2))], "failure code 2"),
    "tds": ([("a", prelogin(1)), ("b", prelogin(2))], "encryption is not supported"),
}


def read(said: list[Turn]) -> Prelude:
    """What the one reader that knows these turns says."""
    found = [prelude for reader in binary.BINARY if (prelude := reader(said)).protocol]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("case", YES)
def test_accepted(case: str) -> None:
    found = read(YES[case])
    assert (found.protocol, found.refused, found.asked, found.client) == (case.split()[0], None, True, "a")


@pytest.mark.parametrize("case", NO)
def test_refused(case: str) -> None:
    said, why = NO[case]
    found = read(said)
    assert (found.protocol, found.refused, found.asked, found.client) == (case.split()[0], why, True, "a")


def test_headers_that_ask_for_nothing() -> None:
    assert read([("a", b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n")]) == Prelude("proxy", None, False, "a", 0)
    assert read([("a", b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c")]).protocol == "proxy"
    assert read([("a", EXCSAT)]) == Prelude("drda", None, False, "a", 0)
    assert not read([("a", prelogin(2)), ("b", prelogin(2))]).asked


@pytest.mark.parametrize(
    "said",
    [
        [("b", GREETING), ("a", MYSQL_PLAIN)],
        [("b", GREETING)],
        [("a", b"GET /"), ("b", b"HTTP/1.1 200")],
        [("a", b"\x05\x09\x00"), ("b", b"x")],
        [("a", RDP[:-8] + b"\x01\x00\x08\x00\x00\x00\x00\x00")],
        [("a", b"\x00\x00\x0b\x00\x06\x01\x02\x11\x00\x01\xff")],
        [],
    ],
)
def test_nothing_of_the_kind(said: list[Turn]) -> None:
    assert [reader(said).protocol for reader in binary.BINARY] == [None] * len(binary.BINARY)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=30)), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_turns(said: list[tuple[str, bytes]]) -> None:
    turns: list[Turn] = [("a" if side == "a" else "b", data) for side, data in said]
    for reader in binary.BINARY:
        assert isinstance(reader(turns), Prelude)
