"""The work of readers of configuration files grows with the length of the file, and no faster."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssldiag.model import Source
from ssldiag.readers import autolog_exec, dtcparms, keyword_file, profile_tcpip, user_direct
from ssldiag.readers.vmssl import parse
from tests.effort import calls
from tests.readers.support import source, words

Read = Callable[[Source], object]

NASTY: dict[str, tuple[Read, tuple[str, ...]]] = {
    "autolog_exec": (autolog_exec.read, ("'a' ", "/*", "a,", "'A'||", "/* '\n", "'XAUTOLOG A' ; ")),
    "dtcparms": (dtcparms.read, (":nick.a ", ".*:nick.a :t.b\n", ":a.", ": ", ":nick.A\n.* x\n", "a\n")),
    "profile_tcpip": (
        profile_tcpip.read,
        (
            *(
                "AUTOLOG\n",
                "AUTOLOG A 0\n",
                "PORT 1 TCP A\n",
                "; ",
                "a;",
                "SSLLIMITS ",
                "FOOBAR\n",
                "ENDFOO ",
            ),
            *("INTERNALCLIENTPARMS\nPORT 2\n", "TRACE ", "HOME\n", " x\n", "FOO1 x ENDBAR1\n", "1 "),
        ),
    ),
    "tcpip_data": (keyword_file.read, ("A\n", "A ENDA\n", ";", "a;b ", "A\nB\nENDA\n", "x: ", "A\nENDA\n")),
    "user_direct": (
        user_direct.read,
        ("USER A PASS 1M\n", "MDISK 1 2 3 4 5 6 7\n", "x,\n", "USER\n", ", ", "x "),
    ),
}

CASES = [(kind, piece) for kind, (_, pieces) in NASTY.items() for piece in pieces]


@pytest.mark.parametrize(("kind", "piece"), CASES)
def test_eight_times_the_text_takes_about_eight_times_the_work(kind: str, piece: str) -> None:
    read = NASTY[kind][0]
    short, long = (source(piece * (size // len(piece)), kind) for size in (4_000, 32_000))
    read(short)
    assert calls(lambda: read(long)) < 10 * calls(lambda: read(short)) + 1_000


@pytest.mark.parametrize(
    "piece", ["EXEMPT ", "EXEMPT x ", "x,", "PROTOCOL + ", "TRACE CONN DATA ", "KEYFILE "]
)
def test_so_do_vmssl_operands(piece: str) -> None:
    short, long = (words(piece * count) for count in (500, 4_000))
    assert calls(lambda: parse(long)) < 10 * calls(lambda: parse(short)) + 1_000
