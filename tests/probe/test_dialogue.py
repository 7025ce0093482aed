from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.probe.dialogue import LONGEST, MOST, Dialogue, Refused, Talk, exactly, line, shown
from tests.probe.talks import SCRIPTS


def two_lines(held: bytearray) -> Talk:
    first = yield from line(held)
    yield b"got " + first
    if (yield from line(held)) != b"yes":
        raise Refused("no yes")
    yield b"go"
    yield from exactly(held, 2)


def test_it_asks_for_more_until_it_is_over() -> None:
    dialogue = Dialogue(two_lines)
    assert [dialogue.feed(part) for part in (b"", b"on", b"e\r\ny", b"es\n", b"1")] == [
        b"",
        b"",
        b"got one",
        b"go",
        b"",
    ]
    assert (dialogue.done, dialogue.refused) == (False, None)
    assert (dialogue.feed(b"2tail"), dialogue.done, dialogue.feed(b"more")) == (b"", True, b"")


def test_a_refusal_is_the_end() -> None:
    dialogue = Dialogue(two_lines)
    dialogue.feed(b"one\nno\n")
    assert (dialogue.done, dialogue.refused, dialogue.feed(b"yes\n")) == (False, "no yes", b"")
    assert dialogue.said == "yes"


def test_bounds() -> None:
    dialogue = Dialogue(two_lines)
    dialogue.feed(b"x" * (LONGEST + 1))
    assert dialogue.refused == f"it does not speak in lines: {'x' * 40}"

    def deaf(held: bytearray) -> Talk:
        while True:
            held.clear()
            yield b""

    endless = Dialogue(deaf)
    for _ in range(MOST // 1024 + 1):
        endless.feed(b"y" * 1024)
    assert endless.refused == "the server said more than 65,536 bytes, and came to no answer"


def test_what_it_said_last() -> None:
    dialogue = Dialogue(SCRIPTS["ftp"])
    assert dialogue.said == ""
    dialogue.feed(b"220-hello\r\n\xff\r\n\r\n")
    assert dialogue.said == "\\xff"
    assert shown(b" " + b"a" * 300) == "a" * 200


@pytest.mark.parametrize("protocol", sorted(SCRIPTS))
@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b"220 \r\n", b"\xff\xfd\x2e", b"0"])))
)
def test_any_bytes_give_an_answer(protocol: str, parts: list[bytes]) -> None:
    pieces, whole = Dialogue(SCRIPTS[protocol]), Dialogue(SCRIPTS[protocol])
    said = b"".join(pieces.feed(part) for part in (b"", *parts))
    whole_said = whole.feed(b"") + whole.feed(b"".join(parts))
    assert (said, pieces.done, pieces.refused) == (whole_said, whole.done, whole.refused)
