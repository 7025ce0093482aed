"""What is kept of a flood."""

from __future__ import annotations

from ssldiag.wire.gathered import MAX_MESSAGES

from . import bytesmith as make
from .bytesmith import decoded, message, record


def test_a_repeated_oddity_is_told_once_and_messages_are_limited() -> None:
    flood = record(22, message(99, b"")) * (MAX_MESSAGES + 50)
    found = decoded(("a", make.HELLO12), ("b", flood))
    assert len(found.messages) == MAX_MESSAGES
    assert len(found.oddities) == 2
