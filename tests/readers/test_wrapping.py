"""Which lines go on with a message."""

from __future__ import annotations

import pytest

from ssldiag.readers import messages
from ssldiag.readers.wrapping import MOST_LINES, Next, OpenMessage


def opened(line: str) -> OpenMessage:
    head = messages.head(line)
    assert head is not None
    return OpenMessage(head, 1, line)


WIDE = "DTCXYZ100I " + "a word " * 9 + "and more"


@pytest.mark.parametrize(
    ("first", "line"),
    [
        (
            "DTCRUN1021R To cancel TCP/IP Stack startup, type any non-blank character and",
            "            press ENTER.",
        ),
        ("DTCRUN1028E :Stack.A specified in B DTCPARMS D1", 'does not match "TcpipUserid C" in'),
        ("DTCRUN1028E :Stack.A specified in B DTCPARMS D1 does not", "match anything"),
        ("DMSOVZ2113E Object does not exist:", "'/etc/gskadm'"),
        ('DTCRUN1001E "OPENVM MOUNT /a /"', "failed with return code 28"),
        ("* MSG FROM TCPIP: Restarting you because KillClient", "called for reason: x"),
        (
            "HCPCLS6056I XAUTOLOG information for SSL00002: The IPL command is verified by the",
            "IPL command processor.",
        ),
        (WIDE, " for IPv4"),
        (WIDE, "unindented"),
        ("DTCSSL107E Internal error: short", "            indented by the id"),
    ],
)
def test_lines_that_go_on(first: str, line: str) -> None:
    message = opened(first)
    before = message.text
    assert message.offer(line) is Next.JOINS
    assert message.text == f"{before} {line.strip()}"


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("DTCRUN1099E Server not started - correct problem and retry", "something else"),
        ("DTCRUN1099E Server not started - correct problem and retry", "            indented"),
        ("DTCXYZ100I short", "something else"),
        ("DTCXYZ100I short", " one blank"),
        ("DTCXYZ100I short", ""),
        ("DTCRUN1022I Console log goes elsewhere", "Some other line"),
        (WIDE + ".", "A new sentence"),
        (WIDE, "   three blanks"),
    ],
)
def test_lines_that_do_not(first: str, line: str) -> None:
    message = opened(first)
    assert message.offer(line) is Next.ENDS
    assert message.text == opened(first).text


def test_a_line_with_a_stamp_of_its_own_is_a_new_one() -> None:
    assert opened(WIDE).offer("unindented", stamped=True) is Next.ENDS
    assert opened("DTCRUN1021R To cancel X startup,").offer("            type", stamped=True) is Next.JOINS


def test_an_empty_line_inside_an_unfinished_text_is_passed_over() -> None:
    message = opened("DMSOVZ2113E Object does not exist:")
    assert message.offer("") is Next.PASSED
    assert message.offer("'/etc/gskadm'") is Next.JOINS


def test_behind_a_gap_only_what_finishes_the_text_is_taken() -> None:
    message = opened("DMSOVZ2113E Object does not exist:")
    assert message.offer("") is Next.PASSED
    assert message.offer("and now for something else") is Next.ENDS


def test_a_screen_status_line_does_not_end_an_unfinished_text() -> None:
    message = opened('DTCRUN1001E "OPENVM MOUNT /a /"')
    assert message.over_screen() is Next.PASSED
    assert message.offer("failed with return code 28") is Next.JOINS
    assert opened("DTCXYZ100I short").over_screen() is Next.ENDS


def test_gaps_and_lines_have_an_end() -> None:
    message = opened("DMSOVZ2113E Object does not exist:")
    assert [message.offer("") for _ in range(5)][-1] is Next.ENDS
    long = opened("DTCSSL107E Internal error: x")
    taken = sum(long.offer("            more") is Next.JOINS for _ in range(50))
    assert taken == MOST_LINES - 1
