from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.starttls import Prelude, Turn, recognise


def turns(*said: bytes, first: str = "b") -> list[Turn]:
    """What the server (b) and the client (a) say in turn."""
    order = "ba" if first == "b" else "ab"
    return [("a" if order[index % 2] == "a" else "b", line) for index, line in enumerate(said)]


HELLO = b"220 mail.example.test ESMTP\r\n", b"EHLO me\r\n", b"250-mail\r\n250 STARTTLS\r\n"

ACCEPTED = {
    "ftp": turns(b"220 FTP\r\n", b"AUTH TLS\r\n", b"234 go\r\n"),
    "ftp ssl": turns(b"220 FTP\r\n", b"auth SSL\r\n", b"334 go\r\n"),
    "ftp second try": turns(b"220 FTP\r\n", b"AUTH SSL\r\n", b"504 no\r\n", b"AUTH TLS\r\n", b"234 go\r\n"),
    "ftp long greeting": turns(b"220-a\r\n220 b\r\n", b"AUTH TLS\r\n", b"234-x\r\n234 go\r\n"),
    "smtp": turns(*HELLO, b"STARTTLS\r\n", b"220 2.0.0 go\r\n"),
    "smtp pipelined": turns(b"220 x\r\n", b"EHLO me\r\nSTARTTLS\r\n", b"250-x\r\n250 STARTTLS\r\n220 go\r\n"),
    "nntp": turns(b"200 news\r\n", b"STARTTLS\r\n", b"382 go\r\n"),
    "sieve": turns(b'"IMPLEMENTATION" "x"\r\nOK\r\n', b"STARTTLS\r\n", b"OK\r\n"),
    "irc": turns(b":irc NOTICE\r\n", b"STARTTLS\r\n", b":irc 670 me :go\r\n"),
    "pop3": turns(b"+OK ready\r\n", b"STLS\r\n", b"+OK go\r\n"),
    "imap": turns(b"* OK ready\r\n", b"a.1+ STARTTLS\r\n", b"* BYE not me\r\na.1+ OK go\r\n"),
    "xmpp": turns(
        b"<?xml?><stream:stream>", b"<stream:features/>", b"<starttls xmlns='x'/>", b"<proceed/>", first="a"
    ),
    "http": turns(b"CONNECT a:443 HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", first="a"),
    "http with a password": turns(
        b"CONNECT a:443 HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 407 Who?\r\n\r\n",
        b"CONNECT a:443 HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
        first="a",
    ),
}

REFUSED = {
    "ftp": (turns(b"220 FTP\r\n", b"AUTH TLS\r\n", b"421 TLS not available\r\n"), "421 TLS not available"),
    "smtp": (turns(*HELLO, b"STARTTLS\r\n", b"454 later\r\n", b"QUIT\r\n"), "454 later"),
    "nntp": (turns(b"201 news\r\n", b"STARTTLS\r\n", b"580 no\r\n"), "580 no"),
    "sieve": (turns(b'"IMPLEMENTATION" "x"\r\nOK\r\n', b"STARTTLS\r\n", b'NO "why"\r\n'), 'NO "why"'),
    "irc": (turns(b":irc NOTICE\r\n", b"STARTTLS\r\n", b":irc 691 me :no\r\n"), ":irc 691 me :no"),
    "pop3": (turns(b"+OK ready\r\n", b"STLS\r\n", b"-ERR no TLS\r\n"), "-ERR no TLS"),
    "imap": (turns(b"* OK\r\n", b"a1 STARTTLS\r\n", b"a1 BAD unknown\r\n"), "a1 BAD unknown"),
    "xmpp": (turns(b"<starttls/>", b"<failure xmlns='x'/>", first="a"), "<failure xmlns='x'/"),
    "http": (turns(b"CONNECT a:1 HTTP/1.1\r\n\r\n", b"HTTP/1.1 403 No\r\n", first="a"), "HTTP/1.1 403 No"),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case: str) -> None:
    found = recognise(ACCEPTED[case])
    assert (found.protocol, found.refused, found.asked, found.client) == (case.split()[0], None, True, "a")


@pytest.mark.parametrize("protocol", REFUSED)
def test_refused(protocol: str) -> None:
    said, line = REFUSED[protocol]
    found = recognise(said)
    assert (found.protocol, found.refused, found.asked, found.client) == (protocol, line, True, "a")


def test_asked_and_not_answered() -> None:
    assert recognise(turns(b"+OK ready\r\n", b"STLS\r\n")) == Prelude("pop3", None, True, "a", 1)


def test_not_offered() -> None:
    found = recognise(turns(b"220 x\r\n", b"EHLO me\r\n", b"250-x\r\n250 HELP\r\n", b"QUIT\r\n"))
    assert (found.protocol, found.asked) == ("smtp", True)
    assert found.refused is not None


@pytest.mark.parametrize(
    "said",
    [
        turns(b"220 x\r\n", b"EHLO me\r\n", b"250-x\r\n250 HELP\r\n", b"MAIL FROM:<a@b>\r\n"),
        turns(b"220 x\r\n", b"EHLO me\r\n", b"250-x\r\n250-STARTTLS\r\n250 HELP\r\n", b"QUIT\r\n"),
        turns(b"220 x\r\n", b"EHLO me\r\n"),
        turns(b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", first="a"),
        turns(b"220 FTP\r\n", b"USER STARTTLS\r\n", b"331 password\r\n"),
        turns(b"+OK\r\n", b"USER me\r\n", b"+OK\r\n"),
        [],
    ],
)
def test_nothing_was_asked(said: list[Turn]) -> None:
    assert recognise(said) == Prelude()


def test_a_long_answer_is_shortened_and_odd_bytes_shown() -> None:
    found = recognise(turns(b"220 x\r\n", b"AUTH TLS\r\n", b"500 \xff" + b"x" * 500 + b"\r\n"))
    assert found.refused is not None
    assert len(found.refused) < 220
    assert "\\xff" in found.refused


@given(st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=40)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_turns(said: list[tuple[str, bytes]]) -> None:
    found = recognise([("a" if side == "a" else "b", data) for side, data in said])
    assert found.refused is None or found.asked
