"""Words of the command line as filters and times, or a sentence."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.cli.exits import USAGE, Stop
from ssldiag.cli.pcap_order import filters, seconds


def test_filters() -> None:
    found = filters(
        ["10.0.0.1/8", "[2001:db8::1]"], ["992,20-21", "25"], ["*.Example.TEST "], "1970-01-02", "200000"
    )
    assert found.hosts == (ip_network("10.0.0.0/8"), ip_network("2001:db8::1"))
    assert found.ports == (range(992, 993), range(20, 22), range(25, 26))
    assert (found.names, found.since, found.until) == (("*.example.test",), 86400.0, 200000.0)


def test_nothing_asked_for() -> None:
    assert filters(None, None, None, None, None) == filters([], [], [], None, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0", 0.0),
        ("1795338900.5", 1795338900.5),
        ("1970-01-01", 0.0),
        ("1970-01-01T00:01", 60.0),
        ("1970-01-01 00:01:00.5", 60.5),
        ("1970-01-01T01:00+01:00", 0.0),
        ("19700102T000000Z", 86400.0),
    ],
)
def test_times(text: str, wanted: float) -> None:
    assert seconds(text) == wanted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((["example.test"], None, None, None, None), "--host example.test: is not an address"),
        ((None, ["992,"], None, None, None), "--port 992,: is not a port"),
        ((None, ["-1"], None, None, None), "--port -1: is not a port"),
        ((None, None, None, "yesterday", None), "--since yesterday: is not a time such as"),
        ((None, None, None, None, "1e999"), "--until 1e999: is not a time such as"),
        ((None, None, None, "2026-11-22", "2026-11-21"), "--until 2026-11-21 is before --since 2026-11-22"),
    ],
)
def test_what_is_wrong_is_said(
    words: tuple[list[str] | None, list[str] | None, None, str | None, str | None], said: str
) -> None:
    with pytest.raises(Stop, match=said) as caught:
        filters(*words)
    assert caught.value.code == USAGE


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=30))
def test_any_words(host: str, port: str, since: str) -> None:
    try:
        filters([host], [port], [host], since, None)
    except Stop as stop:
        assert stop.code == USAGE
