"""SSLPOOL: operands, defaults and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin.requests import Refusal
from ssldiag.pool.sslpool.grammar import COMMANDS, Order, parse


def order(text: str) -> Order:
    found = parse([text])
    assert isinstance(found, Order), found
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Order("PLAN")),
        ("PLAN", Order("PLAN")),
        ("plan vmsys tcpmaint sts tcpiptst 5", Order("PLAN", prefix="STS", stack="TCPIPTST", count=5)),
        ("P (NOPOOL", Order("PLAN", single=True)),
        ("PLAN VMSYS TCPMAINT SSL TCPIP 1 (NOPOOL TEST)", Order("PLAN", count=1, single=True, test=True)),
        ("E POOL1 OWNER1(TEST", Order("ENROLL", "POOL1", "OWNER1", test=True)),
        ("UNEN", Order("UNENROLL")),
        ("SETAUTH VMSYS TCPMAINT SSL MAINT", Order("SETAUTH", user="MAINT")),
        ("DELAUTH", Order("DELAUTH")),
    ],
)
def test_orders(text: str, expected: Order) -> None:
    assert order(text) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("PLANE", "DTCPLNT20E PLANE is not a command of SSLPOOL; there is PLAN, ENROLL, "),
        ("UNEX", "DTCPLNT20E UNEX is not a command"),
        ("PLAN VMSYS TCPMAINT SSLX", "DTCPLNT25E a prefix has one to 3 letters and digits"),
        ("PLAN VMSYS TCPMAINT 1AB", "DTCPLNT25E a prefix has"),
        ("PLAN VMSYS: TCPMAINT", "DTCPLNT25E the file pool needs a user id"),
        ("PLAN VMSYS TCPMAINT SSL TCPIP 0", "DTCPLNT25E the count of servers needs a number from 1 to 100"),
        ("PLAN VMSYS TCPMAINT SSL TCPIP 101", "DTCPLNT25E the count of servers needs a number from 1 to 100"),
        ("PLAN VMSYS TCPMAINT SSL TCPIP 5 6", "DTCPLNT23E PLAN takes nothing more, but there is 6"),
        ("SETAUTH VMSYS TCPMAINT SSL MAINT 5", "DTCPLNT23E SETAUTH takes no count"),
        ("PLAN (POOL", "DTCPLNT24E POOL is not an option; there is NOPOOL and TEST"),
        ("PLAN VMSYS TCPMAINT SSL TCPIP 5 (NOPOOL", "DTCPLNT24E NOPOOL plans one server, not 5"),
    ],
)
def test_refusals(text: str, line: str) -> None:
    found = parse([text])
    assert isinstance(found, Refusal), found
    assert found.line.startswith(line)


def test_names() -> None:
    pool, single = order("PLAN VMSYS TCPMAINT STS"), order("PLAN (NOPOOL")
    assert (pool.pool, pool.agent, pool.profile) == ("STS*", "STSDCSSM", "TCPSTSU")
    assert pool.directory == "VMSYS:TCPMAINT.SSLPOOL_STS"
    assert pool.members(2) == ("STS00001", "STS00002")
    assert (single.pool, single.agent, single.members(1)) == ("SSLSERV", "SSLDCSSM", ("SSLSERV",))


@given(st.lists(st.sampled_from([*COMMANDS, "(", "NOPOOL", "TEST", "VMSYS", "5"]) | st.text(max_size=9)))
@settings(max_examples=100, deadline=None)
def test_any_words_are_an_order_or_refused(words: list[str]) -> None:
    found = parse(words)
    assert isinstance(found, Order) or found.line.isprintable()
