"""Telnet commands: whole, in pieces, and rubbish."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.apps import telnet_wire as wire

STREAM = (
    b"ab"
    + wire.say(wire.DO, 46)
    + b"\xff\xff"
    + wire.sub(24, b"\x00IBM\xff")
    + bytes((wire.IAC, wire.EOR))
    + b"z"
)


def joined(items: list[wire.Item]) -> list[wire.Item]:
    """Neighbouring data as one."""
    found: list[wire.Item] = []
    for item in items:
        if isinstance(item, bytes) and found and isinstance(found[-1], bytes):
            found[-1] += item
        else:
            found.append(item)
    return found


def test_pieces_make_no_difference() -> None:
    whole = joined(list(wire.Parser().feed(STREAM)))
    assert whole == [
        b"ab",
        wire.Command(wire.DO, 46),
        b"\xff",
        wire.Command(wire.SB, 24, b"\x00IBM\xff"),
        wire.Command(wire.EOR),
        b"z",
    ]
    parser = wire.Parser()
    assert joined([item for i in range(len(STREAM)) for item in parser.feed(STREAM[i : i + 1])]) == whole


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=50), max_size=10))
def test_anything_gives_items_and_no_error(parts: list[bytes]) -> None:
    parser = wire.Parser()
    items = [item for part in parts for item in parser.feed(part)]
    kept = sum(len(item) for item in items if isinstance(item, bytes))
    assert kept + len(parser.waiting) <= sum(map(len, parts))


def test_a_command_that_does_not_end_is_refused() -> None:
    with pytest.raises(wire.NotTelnet):
        list(wire.Parser().feed(bytes((wire.IAC, wire.SB, 24)) + b"x" * (wire.MOST_WAITING + 1)))
