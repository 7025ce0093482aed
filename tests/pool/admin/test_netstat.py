"""NETSTAT: every operand in every length, and every refusal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin import netstat
from ssldiag.pool.admin.requests import Refusal, Request

SHORTEST = {"CONFIG": "CONF", "CONN": "CONN", "ALLCONN": "A", "SSL": "S", "OBEY": "O", "HELP": "H"}
REST = {"CONFIG": " SSL", "SSL": " START SSL00004", "OBEY": " SSLLIMITS MAXSESSIONS 5"}


def request(text: str) -> Request:
    found = netstat.parse(text.split(" "))
    assert isinstance(found, Request), found
    return found


def test_the_table_here_has_all_operands() -> None:
    assert set(SHORTEST) == set(netstat.COMMANDS)


@pytest.mark.parametrize(
    ("word", "full"),
    [
        (full[:length], full)
        for full, short in SHORTEST.items()
        for length in range(len(short), len(full) + 1)
    ],
)
def test_operands_cut_short(word: str, full: str) -> None:
    assert request(word.lower() + REST.get(full, "")).command.split()[0] == full


def test_requests() -> None:
    assert (request("CONFIG SSL").command, request("CONFIG SSL").needs) == ("CONFIG SSL", frozenset())
    assert request("CONN").needs == request("ALLCONN").needs == {"connections", "sessions"}
    start, stop = request("SSL START ssl00004"), request("SSL STO SSL00004")
    assert (start.command, start.server, start.effect) == ("SSL START", "SSL00004", "start")
    assert (stop.command, stop.server, stop.effect) == ("SSL STOP", "SSL00004", "stop")
    assert request("HELP OBEY").operand == "OBEY"


@pytest.mark.parametrize(
    ("text", "whole", "each"),
    [
        ("OBEY SSLLIMITS MAXSESSIONS 3000 MAXPERSSLSERVER 600", 3000, 600),
        ("OBEY SSLLIMITS MAXP 1000", None, 1000),
        ("obey ssllimits maxs 100000", 100_000, None),
        ("OBEY SSLLIMITS MAXPERSSLSERVER 1 MAXSESSIONS 1", 1, 1),
    ],
)
def test_limits(text: str, whole: int | None, each: int | None) -> None:
    found = request(text)
    assert (found.effect, found.max_sessions, found.per_server) == ("limits", whole, each)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "DTCNETT22E NETSTAT needs an operand: CONFIG, CONN, "),
        ("GATE", "DTCNETT20E GATE is not an operand of NETSTAT"),
        ("CO", "DTCNETT21E CO can be CONFIG or CONN"),
        ("CONFIG", "DTCNETT22E CONFIG needs SSL"),
        ("CONFIG TRACE", "DTCNETT20E TRACE is not an operand of CONFIG"),
        ("CONFIG SSL X", "DTCNETT23E CONFIG SSL takes nothing more"),
        ("CONN X", "DTCNETT23E CONN takes nothing more"),
        ("CONN (X", "DTCNETT24E NETSTAT takes no options here"),
        ("SSL", "DTCNETT22E SSL needs START or STOP"),
        ("SSL START", "DTCNETT22E SSL START needs the user id"),
        ("SSL ST X", "DTCNETT21E ST can be START or STOP"),
        ("SSL START X Y", "DTCNETT23E SSL START takes nothing more"),
        ("SSL START SSL*", "DTCNETT25E SSL START needs a user id"),
        ("OBEY", "DTCNETT22E OBEY needs a statement"),
        ("OBEY SLLIMITS MAXSESSIONS 5", "DTCNETT20E SLLIMITS is no statement; SSLLIMITS is meant"),
        ("OBEY SSSLIMITS", "DTCNETT20E SSSLIMITS is no statement; SSLLIMITS is meant"),
        ("OBEY STOP TCPIP", "DTCNETT20E OBEY takes SSLLIMITS alone here, not STOP"),
        ("OBEY SSLLIMITS", "DTCNETT22E SSLLIMITS needs"),
        ("OBEY SSLLIMITS MAX 5", "DTCNETT21E MAX can be MAXSESSIONS or MAXPERSSLSERVER"),
        ("OBEY SSLLIMITS MAXSESSIONS", "DTCNETT22E MAXSESSIONS needs a number"),
        ("OBEY SSLLIMITS MAXSESSIONS 0", "DTCNETT25E MAXSESSIONS needs a number from 1 to 100000"),
        ("OBEY SSLLIMITS MAXSESSIONS 100001", "DTCNETT25E MAXSESSIONS needs a number from 1 to 100000"),
        ("OBEY SSLLIMITS MAXPERSSLSERVER 1001", "DTCNETT25E MAXPERSSLSERVER needs a number from 1 to 1000"),
        ("OBEY SSLLIMITS MAXP 5 MAXP 6", "DTCNETT23E MAXPERSSLSERVER is given twice"),
        ("HELP X", "DTCNETT32E X is not a topic of HELP"),
    ],
)
def test_refusals(text: str, line: str) -> None:
    found = netstat.parse([text])
    assert isinstance(found, Refusal), found
    assert found.line.startswith(line)
    assert found.exit == 2


@given(st.lists(st.sampled_from([*netstat.COMMANDS, "SSLLIMITS", "MAXS", "5", "("]) | st.text(max_size=9)))
@settings(max_examples=100, deadline=None)
def test_any_words_are_a_request_or_refused(words: list[str]) -> None:
    found = netstat.parse(words)
    assert isinstance(found, Request) or found.line.isprintable()
