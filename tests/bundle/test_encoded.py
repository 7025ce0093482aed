"""What an encoding hides is read out of it, in time that grows with the text, and covered alone."""

from __future__ import annotations

import base64
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle.encoded import ACROSS, WITHIN, Innocent, cover, hidden
from tests.bundle.spelled import spelled
from tests.effort import seconds

EVERY = (*WITHIN, *ACROSS)
NAME = "zvmcanary"
RAW = NAME.encode()


def said(text: str) -> str:
    return "\n".join(what for _, _, found in hidden(text, Innocent(), EVERY) for _, what in found)


def covered(text: str, name: str = NAME) -> str:
    return cover(text, lambda what: name in what.lower(), Innocent(), EVERY)


ENCODED = spelled(NAME)


@pytest.mark.parametrize("text", ENCODED.values(), ids=ENCODED.keys())
def test_each_encoding_is_read_and_covered(text: str) -> None:
    assert NAME in said(f"before {text} after")
    out = covered(f"at 7: {text}, bye")
    assert NAME not in said(out) and text not in out
    assert len(out) == len(f"at 7: {text}, bye") and out.endswith(", bye")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 07:12:11 10.1.2.3 conn 1234 of 5678",
        "Established connection certificates INTERNATIONAL",
        "100% of a=b&c=d in C:\\temp\\x",
        "deadbeef 00 11 22 33 44 55",
    ],
)
def test_what_hides_nothing_stays(text: str) -> None:
    assert covered(text) == text


def test_only_runs_that_tell_are_covered_among_many() -> None:
    runs = [bytes((number % 256, number // 256, 7, 8, 9, 10)).hex() for number in range(500)]
    text = " x ".join((*runs[:250], RAW.hex(), *runs[250:]))
    assert covered(text) == text.replace(RAW.hex(), "X" * len(RAW.hex()))


def test_runs_that_told_nothing_are_remembered() -> None:
    innocent = Innocent()
    asked: list[str] = []

    def ask(what: str) -> bool:
        asked.append(what)
        return False

    for _ in range(2):
        cover("x 48616c6c6f21 y", ask, innocent, EVERY)
    assert asked == ["Hallo!"]
    innocent.clear()
    cover("x 48616c6c6f21 y", ask, innocent, EVERY)
    assert asked == ["Hallo!", "Hallo!"]


def test_a_name_deep_in_a_long_run() -> None:
    data = base64.b64encode(b"\xff" * 120_000 + b" " + RAW + b" ").decode()
    assert NAME in said(data) and NAME in said((b"\xff" * 60_000 + RAW).hex())


@pytest.mark.parametrize(
    "piece", ["a", "%", "%4", "&", "&#", "\\", "\\x", "aB1", "41", "4 1", "a.", "A-", "=", "\u200b"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    text = f"%41 &#65; \\x41 {piece * (65_536 // len(piece))} \u200bx"
    assert seconds(partial(covered, text)) < 5


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aB4%&#;\\xu{}=0 -\u200b\n"), max_size=80))
def test_any_text_keeps_its_length_and_lines(text: str) -> None:
    out = cover(text, lambda what: "a" in what, Innocent(), EVERY)
    assert len(out) == len(text) and out.count("\n") == text.count("\n")
