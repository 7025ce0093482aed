"""What lines are that start no message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.console_lines import Plain, body, echo, plain


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("", "blank", ""),
        ("Ready;", "ready", ""),
        ("Ready(00045);", "ready", ""),
        ("Ready; T=0.01/0.01 12:25:03", "ready", ""),
        ("                              ***** 09/23/13 *****", "divider", "09/23/13"),
        (" " * 60 + "MORE...   ZVMWSXX", "screen", ""),
        (" " * 60 + "RUNNING   ZVMWS01", "screen", ""),
        ("CMS", "screen", ""),
        ("```", "screen", ""),
        ("LOGON TCPIP", "typed", "TCPIP"),
        ("l ssl00001 by tcpmaint", "typed", "SSL00001"),
        ("LOGON AT 12:25:00 EDT MONDAY 09/23/13", "logon", "09/23/13"),
        ("LOGOFF AT 12:25:00 EDT MONDAY 09/23/13", "logoff", ""),
        ("FILES:   NO RDR, 0001 PRT,   NO PUN", "session", ""),
    ],
)
def test_known_lines(line: str, kind: str, value: str) -> None:
    assert plain(line) == Plain(kind, value)


@pytest.mark.parametrize(
    "line", ["Ready or not", "LOGON to the system first", "MORE...", "***** 09/23/13 *****", "x"]
)
def test_lines_that_are_nothing_known(line: str) -> None:
    assert plain(line) is None


@pytest.mark.parametrize(
    ("line", "name", "operands"),
    [
        ("--> CP QUERY NSS NAME TCPIP MAP", "query", "NSS NAME TCPIP MAP"),
        ("query ssldcssm", "query", "ssldcssm"),
        ("q ssl00001", "query", "ssl00001"),
        ("ssladmin query status", "ssladmin", "query status"),
        ("SSLADMIN", "ssladmin", ""),
        ("ssladmin (ssl ssl00001", "ssladmin", "(ssl ssl00001"),
        ("===> ssl q status", "ssladmin", "q status"),
        ("netstat config ssl", "netstat", "config ssl"),
        ("openvm list /etc/gskadm/ (own", "openvm", "list /etc/gskadm/ (own"),
        ("gskkyman", "gskkyman", ""),
        ("===> anything at all", "", ""),
        (">>>AUTH TLS", "", ""),
    ],
)
def test_typed_commands(line: str, name: str, operands: str) -> None:
    found = echo(line)
    assert found is not None
    assert (found.name, found.operands) == (name, operands)
    assert found.command and not found.command.startswith(("-", "=", ">"))


@pytest.mark.parametrize(
    "line",
    [
        "SSLADMIN messages like the following",
        "Netstat shows the listeners",
        "Query the servers one after the other until all are known",
        "ssl00001 active",
        "SSL server status for stack TCPIP",
        "SSL server: SSL*",
        "gskkyman is a utility",
        "---->",
    ],
)
def test_prose_is_no_command(line: str) -> None:
    assert echo(line) is None


def test_a_stamp_is_taken_off() -> None:
    assert body("12:00:00 ssladmin") == "ssladmin"
    assert body("12:00:00:01 x") == "12:00:00:01 x"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_any_line_gives_a_value(line: str) -> None:
    assert plain(line) is None or plain(line)
    assert echo(line) is None or echo(line)
    assert line.endswith(body(line))
