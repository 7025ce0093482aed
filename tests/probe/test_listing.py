from __future__ import annotations

import pytest

from ssldiag.probe.listing import LONGEST, targets
from ssldiag.probe.many import Unusable
from ssldiag.probe.model import Target


def test_lines() -> None:
    text = """
# a comment
zvm.example.test
zvm.example.test:21 ftp        # explicit
192.0.2.1:992 none shop.example.test
[2001:db8::1]:23 tn3270 -
"""
    assert list(targets(text.splitlines(), "f")) == [
        Target("zvm.example.test"),
        Target("zvm.example.test", 21, "ftp"),
        Target("192.0.2.1", 992, None, "shop.example.test"),
        Target("2001:db8::1", 23, "telnet", ""),
    ]


def test_what_lines_do_not_say() -> None:
    assert list(targets(["h", "h:21 none", "h none n"], "f", "smtp", "s")) == [
        Target("h", 25, "smtp", "s"),
        Target("h", 21, None, "s"),
        Target("h", 443, None, "n"),
    ]
    assert list(targets(["h:110", "h:992"], "f", "auto")) == [Target("h", 110, "pop3"), Target("h", 992)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("h:0", "h:0: has no port from 1 to 65535"),
        ("h gopher", "gopher: is none of the protocols"),
        ("one two three four", "is no line of host[:port] [protocol] [name]"),
        ("h" * (LONGEST + 1), "is no line of host[:port] [protocol] [name]"),
        ("\0", "is no host"),
    ],
)
def test_lines_that_name_nothing(line: str, why: str) -> None:
    first, second = targets([line, "h"], "hosts")
    assert isinstance(first, Unusable) and first.where == "hosts:1" and why in first.why
    assert second == Target("h")
