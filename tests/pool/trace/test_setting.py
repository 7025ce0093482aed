"""TRACE: words, text and what a setting covers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Located, TextPlace
from ssldiag.pool.admin import ssladmin
from ssldiag.pool.admin.requests import Request
from ssldiag.pool.plan import TraceSetting
from ssldiag.pool.trace.setting import covers, of_vmssl, selector, text
from ssldiag.readers import vmssl

LOCAL, FOREIGN = ("192.0.2.10", 992), ("198.51.100.7", 51022)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ALL", (None, None, None)),
        ("1043", (None, None, 1043)),
        (":992", (None, 992, None)),
        ("..992", (None, 992, None)),
        ("192.0.2.7", ("192.0.2.7", None, None)),
        ("192.0.2.7:992", ("192.0.2.7", 992, None)),
        ("192.0.2.7..992", ("192.0.2.7", 992, None)),
        ("2001:DB8:0::7", ("2001:db8::7", None, None)),
        ("2001:db8::7..992", ("2001:db8::7", 992, None)),
        ("[2001:db8::7]:992", ("2001:db8::7", 992, None)),
        ("::1", ("::1", None, None)),
        ("::FFFF:192.0.2.7", ("192.0.2.7", None, None)),
    ],
)
def test_selectors(word: str, expected: tuple[str | None, int | None, int | None]) -> None:
    assert selector(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "",
        "0",
        "X",
        ":0",
        ":65536",
        "192.0.2.7:0",
        "192.0.2.256",
        "1.2.3",
        "[::1]",
        ":",
        "..",
        "٣",
        "1" * 70,
        "a..b",
    ],
)
def test_what_selects_nothing(word: str) -> None:
    with pytest.raises(ValueError, match=r"a trace is limited by|a port is a number"):
        selector(word)


WORDS = [
    "NORMAL ALL",
    "NORMAL :992",
    "NORMAL 1043",
    "FLOW 192.0.2.7:992",
    "FLOW 2001:db8::7..992",
    "CONNECTIONS NODATA ALL",
    "CONNECTIONS DATA ALL 20",
    "CONNECTIONS DATA 1043 ALL",
    "CONNECTIONS DATA :21 65535",
    "DEBUG",
]


@pytest.mark.parametrize("typed", WORDS)
def test_typed_again_from_its_text(typed: str) -> None:
    request = ssladmin.parse(["TRACE", typed])
    assert isinstance(request, Request)
    assert request.trace is not None
    assert text(request.trace) == typed


def test_no_trace() -> None:
    assert text(TraceSetting("NONE")) == "NOTRACE"


def operands(parms: str) -> TraceSetting:
    words = [Located(word, TextPlace("F", 1)) for word in parms.split()]
    found = vmssl.parse(words)
    return of_vmssl(found.trace, found.get("NOTRACE") is not None)


@pytest.mark.parametrize(
    ("parms", "expected"),
    [
        ("", "NORMAL ALL"),
        ("NOTRACE", "NOTRACE"),
        ("TRACE", "NORMAL ALL"),
        ("TRACE CONN", "CONNECTIONS NODATA ALL"),
        ("TRACE CONN DATA", "CONNECTIONS DATA ALL 20"),
        ("TRACE CONN DATA ALL 50", "CONNECTIONS DATA ALL 50"),
        ("TRACE CONN DATA 50", "CONNECTIONS DATA ALL 50"),
        ("TRACE CONN DATA 192.0.2.7:992 ALL", "CONNECTIONS DATA 192.0.2.7:992 ALL"),
        ("TRACE FLOW 192.0.2.7 :992", "FLOW 192.0.2.7:992"),
        ("TRACE FLOW :992", "FLOW :992"),
        ("TRACE DEBUG", "DEBUG"),
        ("TRACE DEB CACHELIFE 8", "DEBUG"),
    ],
)
def test_the_operands_of_vmssl(parms: str, expected: str) -> None:
    assert text(operands(parms)) == expected


def test_vmssl_with_a_bad_selector() -> None:
    with pytest.raises(ValueError, match="a trace is limited by"):
        operands("TRACE CONN 300.1.1.1")


@pytest.mark.parametrize(
    ("setting", "covered"),
    [
        (TraceSetting("NONE"), False),
        (TraceSetting(), True),
        (TraceSetting(connection=1043), True),
        (TraceSetting(connection=1044), False),
        (TraceSetting(port=992), True),
        (TraceSetting(port=51022), True),
        (TraceSetting(port=21), False),
        (TraceSetting(address="198.51.100.7"), True),
        (TraceSetting(address="192.0.2.10"), False),
        (TraceSetting(address="198.51.100.7", port=992), True),
        (TraceSetting(address="198.51.100.7", port=993), False),
    ],
)
def test_what_is_covered(setting: TraceSetting, covered: bool) -> None:
    assert covers(setting, 1043, LOCAL, FOREIGN) is covered


def test_an_ipv4_partner_on_an_ipv6_socket() -> None:
    assert covers(TraceSetting(address="198.51.100.7"), 1, LOCAL, ("::ffff:198.51.100.7", 1))


@given(st.text(alphabet="0123456789.:abcdef[]ALL", max_size=20) | st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_any_word_selects_or_is_refused(word: str) -> None:
    try:
        address, port, connection = selector(word)
    except ValueError:
        return
    assert port is None or 1 <= port <= 65_535
    assert connection is None or (address is None and port is None)
    assert address is None or selector(address)[0] == address
