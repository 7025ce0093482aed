from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssldiag.probe.model import Target
from ssldiag.probe.target import NoTarget, target


@pytest.mark.parametrize(
    ("word", "host", "port"),
    [
        ("host.example", "host.example", 443),
        ("host.example:992", "host.example", 992),
        ("192.0.2.1:21", "192.0.2.1", 21),
        ("[2001:db8::1]:992", "2001:db8::1", 992),
        ("[2001:db8::1]", "2001:db8::1", 443),
        ("2001:db8::1", "2001:db8::1", 443),
        (" https://host.example/ ", "host.example", 443),
        ("fe80::1%eth0", "fe80::1%eth0", 443),
    ],
)
def test_hosts_and_ports(word: str, host: str, port: int) -> None:
    assert target(word) == Target(host, port)


def test_the_usual_port_and_how_it_is_written() -> None:
    assert target("h", port=21).port == 21
    assert str(target("[::1]:5")) == "[::1]:5"
    assert target("h", "ftp", "name") == Target("h", 21, "ftp", "name")
    assert target("h:21", "auto").starttls == "ftp"
    assert target("h", "auto") == Target("h", 443)
    assert target("h:2023", "tn3270", port=23) == Target("h", 2023, "telnet")


@pytest.mark.parametrize(
    "word", ["", " ", ":443", "h:", "h:0", "h:65536", "h:x", "h:٣", "[::1", "[::1]x", "a b", "h/x", "x" * 300]
)
def test_what_is_no_host(word: str) -> None:
    with pytest.raises(NoTarget):
        target(word)


@given(st.text(max_size=40))
def test_any_word_gives_a_target_or_the_one_error(word: str) -> None:
    try:
        found = target(word)
    except NoTarget:
        return
    assert found.host and 0 < found.port < 65536
