"""The time that readers of configuration files take grows with the length of the file, and no faster."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from ssldiag.model import Source
from ssldiag.readers import autolog_exec, dtcparms, keyword_file, profile_tcpip, user_direct
from ssldiag.readers.vmssl import parse
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


def fastest(run: Callable[[], object], times: int) -> float:
    """The least of some measured times."""
    found = []
    for _ in range(times):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return min(found)


@pytest.mark.parametrize(("kind", "piece"), CASES)
def test_eight_times_the_text_takes_no_more_than_about_eight_times_as_long(kind: str, piece: str) -> None:
    read = NASTY[kind][0]
    short, long = (source(piece * (size // len(piece)), kind) for size in (4_000, 32_000))
    limit = 8 * 4 * fastest(lambda: read(short), 3) + 0.05  # four times as much, for a busy machine
    assert fastest(lambda: read(long), 2) < limit


@pytest.mark.parametrize(
    "piece", ["EXEMPT ", "EXEMPT x ", "x,", "PROTOCOL + ", "TRACE CONN DATA ", "KEYFILE "]
)
def test_so_do_vmssl_operands(piece: str) -> None:
    short, long = (words(piece * count) for count in (500, 4_000))
    limit = 8 * 4 * fastest(lambda: parse(short), 3) + 0.05
    assert fastest(lambda: parse(long), 2) < limit
