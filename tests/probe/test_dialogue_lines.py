from __future__ import annotations

import pytest

from ssldiag.probe.dialogue_lines import MOST_LINES
from tests.probe.talks import refusal, talk

EHLO = b"EHLO [127.0.0.1]\r\n"


@pytest.mark.parametrize(
    ("protocol", "turns", "said"),
    [
        ("ftp", (b"220 ready\r\n", b"234 go on\r\n"), [b"AUTH TLS\r\n"]),
        ("ftp", (b"120 in 2 minutes\r\n220-a\r\nany\r\n220 b\r\n", b"234\r\n"), [b"AUTH TLS\r\n"]),
        (
            "ftp",
            (b"220 old\r\n", b"504 unknown\r\n", b"334 go on\r\n"),
            [b"AUTH TLS\r\n", b"AUTH SSL\r\n"],
        ),
        (
            "smtp",
            (b"220 ready\r\n", b"250-me\r\n250-STARTTLS\r\n250 SIZE 7\r\n", b"220 go\r\n"),
            [EHLO, b"STARTTLS\r\n"],
        ),
        ("smtp", (b"220 ready\n", b"500 what\n", b"220 go\n"), [EHLO, b"STARTTLS\r\n"]),
        ("lmtp", (b"220 x\r\n", b"250 x\r\n", b"220 \r\n"), [b"LHLO [127.0.0.1]\r\n", b"STARTTLS\r\n"]),
        ("nntp", (b"201 no posting\r\n", b"382 go\r\n"), [b"STARTTLS\r\n"]),
        ("pop3", (b"+OK hello\r\n", b"+OK go\r\n"), [b"STLS\r\n"]),
        ("imap", (b"* OK hello\r\n", b"* CAPABILITY x\r\na1 OK go\r\n"), [b"a1 STARTTLS\r\n"]),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_tls_is_granted(protocol: str, turns: tuple[bytes, ...], said: list[bytes], size: int) -> None:
    assert talk(protocol, *turns, size=size) == (said, True, None)


@pytest.mark.parametrize(
    ("protocol", "turns", "words"),
    [
        ("ftp", (b"421 Too many users\r\n",), "421 Too many users"),
        (
            "ftp",
            (b"220 z/VM\r\n", b"421 Temporarily unable to process security\r\n"),
            "421 Temporarily unable to process security",
        ),
        ("ftp", (b"SSH-2.0-OpenSSH_9\r\n",), "the answer is not of this protocol: SSH-2.0-OpenSSH_9"),
        ("ftp", (b"220 x\r\n", b"504 no\r\n", b"500 no\r\n"), "500 no"),
        ("smtp", (b"554 go away\r\n",), "554 go away"),
        (
            "smtp",
            (b"220 x\r\n", b"250-x\r\n250 SIZE\r\n", b"502 5.5.1 unknown\r\n"),
            "502 5.5.1 unknown; STARTTLS is not among what it offers",
        ),
        (
            "smtp",
            (b"220 x\r\n", b"250-x\r\n250 starttls\r\n", b"454 4.7.0 not now\r\n"),
            "454 4.7.0 not now",
        ),
        ("pop3", (b"+OK\r\n", b"-ERR no\r\n"), "-ERR no"),
        ("pop3", (b"* OK imap\r\n",), "the answer is not of this protocol: * OK imap"),
        ("imap", (b"* BYE busy\r\n",), "* BYE busy"),
        ("imap", (b"+OK pop\r\n",), "the answer is not of this protocol: +OK pop"),
        ("imap", (b"* PREAUTH you\r\n", b"a1 BAD no\r\n"), "a1 BAD no"),
        ("imap", (b"* OK\r\n", b"* BYE no\r\n"), "* BYE no"),
        ("imap", (b"* OK\r\n", b"* x\r\n" * MOST_LINES), "more than 200 lines came, and no answer"),
        ("nntp", (b"200 x\r\n", b"580 no\r\n"), "580 no"),
        ("ftp", (b"220-\r\n" * (MOST_LINES + 2),), "a reply has more than 200 lines"),
    ],
)
def test_tls_is_refused(protocol: str, turns: tuple[bytes, ...], words: str) -> None:
    assert refusal(protocol, *turns) == words
