from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.keylog import KeyLog, parse

RANDOM = bytes(range(32))


def test_lines() -> None:
    log = parse(
        [
            "# a comment\n",
            "\n",
            f"CLIENT_RANDOM {RANDOM.hex()} {'ab' * 48}\n",
            f"CLIENT_HANDSHAKE_TRAFFIC_SECRET {RANDOM.hex().upper()} {'cd' * 32}\r\n",
            f"CLIENT_RANDOM {RANDOM.hex()}\n",
            "CLIENT_RANDOM zz zz\n",
            "junk\n",
        ]
    )
    assert log.of(RANDOM) == {"CLIENT_RANDOM": b"\xab" * 48, "CLIENT_HANDSHAKE_TRAFFIC_SECRET": b"\xcd" * 32}
    assert log.of(b"other") == {}
    assert log.unread == 3


def test_an_empty_log() -> None:
    assert parse([]) == KeyLog({}, 0)


@given(st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_lines(lines: list[str]) -> None:
    assert parse(lines).unread <= len(lines)
