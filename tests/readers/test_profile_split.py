"""Where statements of a profile end: names at line starts, END words, missing END words, unknown names."""

from __future__ import annotations

import pytest

from ssldiag.model import Located
from ssldiag.readers.profile_split import Splitter, gather
from ssldiag.text import Line


def lines(text: str) -> list[list[Located[str]]]:
    """The words of each line."""
    return [Line("FILE", number, line).words() for number, line in enumerate(text.split("\n"), 1)]


def split(text: str) -> list[str]:
    """The statements as text: ``!`` before unknown ones, ``?`` behind those without their END word."""
    words = gather(lines(text))
    return [
        ("" if item.known else "!")
        + " ".join(words.upper[item.name : item.end])
        + ("" if item.closed else "?")
        for item in Splitter(words)
    ]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("", []),
        ("ARPAGE 20\nCHECKSUM\nSTART D1", ["ARPAGE 20", "CHECKSUM", "START D1"]),
        (
            "HOME\n1.1.1.1 2.2.2.2 ETH0\nGATEWAY\nDEFAULTNET 1.1.1.2 ETH0 1500",
            ["HOME 1.1.1.1 2.2.2.2 ETH0", "GATEWAY DEFAULTNET 1.1.1.2 ETH0 1500"],
        ),
        (
            "LINK ETH0 QDIOETHERNET\nDEV1\nMTU 1500\n  PATHMTU",
            ["LINK ETH0 QDIOETHERNET DEV1 MTU 1500 PATHMTU"],
        ),
        ("TRACE\nTCPUP\nTCPDOWN\nARPAGE 5", ["TRACE TCPUP TCPDOWN", "ARPAGE 5"]),
        (
            "NOSCREEN\nNOTRACE CHECKSUM\nMONITORRECORDS MOST",
            ["NOSCREEN", "NOTRACE", "CHECKSUM", "MONITORRECORDS MOST"],
        ),
        ("TRACE TCPUP ENDTRACE ARPAGE 5", ["TRACE TCPUP", "ARPAGE 5"]),
        ("HOME\n1.1.1.1 2.2.2.2 ETH0\nENDHOME\nSTART D", ["HOME 1.1.1.1 2.2.2.2 ETH0", "START D"]),
        ("OBEY\nOPERATOR START HOME\n PORT\nENDOBEY", ["OBEY OPERATOR START HOME PORT"]),
        ("SYSCONTACT\n Start here, Home phone\nENDSYSCONTACT", ["SYSCONTACT START HERE, HOME PHONE"]),
    ],
)
def test_known_statements(text: str, statements: list[str]) -> None:
    assert split(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("AUTOLOG\n A 0", ["AUTOLOG A 0?"]),
        ("AUTOLOG\n A 0\nPORT\n 1 TCP A", ["AUTOLOG A 0?", "PORT 1 TCP A"]),
        ("AUTOLOG A 0\nAUTOLOG B 0 ENDAUTOLOG", ["AUTOLOG A 0?", "AUTOLOG B 0"]),
        ("AUTOLOG\n A 0\nENDATOLOG\nARPAGE 1", ["AUTOLOG A 0?", "!ENDATOLOG", "ARPAGE 1"]),
        (
            "INTERNALCLIENTPARMS\nPORT 23\nTLSLABEL L\nARPAGE 1",
            ["INTERNALCLIENTPARMS PORT 23 TLSLABEL L?", "ARPAGE 1"],
        ),
        ("ENDAUTOLOG\nARPAGE 1", ["!ENDAUTOLOG", "ARPAGE 1"]),
    ],
)
def test_blocks_without_their_end_word(text: str, statements: list[str]) -> None:
    assert split(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("SSLSERVRID * TIMEOUT 60\nARPAGE 1", ["!SSLSERVRID * TIMEOUT 60", "ARPAGE 1"]),
        ("ARPAGE 1\nSSLLIMTS MAXSESSIONS 5", ["ARPAGE 1", "!SSLLIMTS MAXSESSIONS 5"]),
        ("PORT\n 1 TCP A\nSSLLIMTS MAXSESSIONS 5", ["PORT 1 TCP A", "!SSLLIMTS MAXSESSIONS 5"]),
        ("  PORT\n  1 TCP A\n  SSLLIMTS X", ["PORT 1 TCP A", "!SSLLIMTS X"]),
        (
            "FUTUREPARMS\n HOME 1\n PORT 2\nENDFUTUREPARMS\nARPAGE 1",
            ["!FUTUREPARMS HOME 1 PORT 2", "ARPAGE 1"],
        ),
        ("FOOBAR 1\n 2 3\nBARFOO 4", ["!FOOBAR 1 2 3", "!BARFOO 4"]),
        ("FOOBAR 1\n   MORE 2\nBARFOO 4", ["!FOOBAR 1 MORE 2", "!BARFOO 4"]),
    ],
)
def test_unknown_names(text: str, statements: list[str]) -> None:
    assert split(text) == statements


def test_text_before_the_first_statement_is_told_once() -> None:
    splitter = Splitter(gather(lines("1.1.1.1 2.2.2.2 ETH0\n2.2.2.2 3\nARPAGE 1")))
    assert [item.known for item in splitter] == [True]
    assert [(str(note.place), note.reason) for note in splitter.unreadable] == [
        ("FILE:1", "text that belongs to no statement")
    ]
