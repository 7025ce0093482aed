"""What a line may hold is never less than what its own patterns find in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle import places, secret_words
from ssldiag.bundle.key_lines import Keys
from ssldiag.bundle.shapes import ANYTHING, NOTHING, Shapes, fold
from tests.bundle import cases

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PATTERNS = [*(spot[1] for spot in secret_words.PLACES), *(row[2] for row in places.SINGLES)]

WORDS = (
    "user identity logon link autolog pass AUTH CRAM-MD5 XOAUTH2 230 334 DTCIPI005I Trying to open TCPIP gh"
    " 98765/HERON7/X 07:12:11 10.1.2.3 32M G HERON7 a1b2 password= : @ / -u x:y 30820210020100 0 2 X home/ab7"
    " -----BEGIN KEY----- USER: hostname 192.0.2.1..992"
)
PIECES = WORDS.split()


def lines() -> list[str]:
    """Every line of the samples and of the host full of secrets."""
    texts = [cases.directory(), cases.profile(), cases.console(), cases.notes(), cases.private_key()]
    files = [path for path in SAMPLES.rglob("*") if path.is_file() and path.stat().st_size < 100_000]
    texts += [path.read_text("latin-1").replace("\r", "") for path in files]
    return [line for text in texts for line in text.split("\n")]


def check(texts: list[str]) -> None:
    for text, may in zip(texts, Shapes(places.names_more).of(texts), strict=True):
        for spot in secret_words.PLACES:
            assert spot in may.secrets or not spot[1].search(text) or not any_sign(spot[0], text), text
        for row in places.SINGLES:
            assert row in may.names or not row[2].search(text) or not any_sign(row[1], text), text
        assert may.more or set(places.named(text)) == set(places.named(text, may.names, more=False))
        keys, passwords = Keys(), secret_words.Passwords()
        if not may.key:
            assert keys.line(text) == text and keys.idle
        if may is NOTHING:
            assert passwords.line(text) == (text, ()) and passwords.idle


def any_sign(signs: tuple[str, ...], text: str) -> bool:
    return any(sign in text.lower() for sign in signs)


def test_lines_of_samples() -> None:
    check(lines())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join), max_size=8))
def test_lines_of_words_that_patterns_know(texts: list[str]) -> None:
    check(texts)


def test_lines_that_differ_in_digits_are_looked_at_once() -> None:
    looked: list[str] = []

    def look(shape: str) -> bool:
        looked.append(shape)
        return False

    shapes = Shapes(look)
    assert shapes.of([f"07:12:{n} line of {n}" for n in range(10, 99)]) == [NOTHING] * 89
    assert looked == ["00:00:00 line of 00"]


def test_long_lines_are_not_remembered() -> None:
    assert Shapes(places.names_more).of(["x" * 1_000, "x"]) == [ANYTHING, NOTHING]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:30])
def test_patterns_do_not_tell_digits_apart(pattern: re.Pattern[str]) -> None:
    """Else a shape could be refused though a line of it fits: in classes and what must not follow."""
    classes = re.findall(r"\[[^\]]*\]", pattern.pattern)
    assert all("0-9" in found for found in classes if re.search(r"\d", found))
    assert not any(
        re.search(r"\d", found)
        for found in re.findall(r"\(\?<?!([^)]*)\)", pattern.pattern.replace("0-9", ""))
    )


def test_digits_of_patterns_are_folded() -> None:
    assert fold(r"^\s{0,255}230 [0-9]{2}\d (?P<w1>AUTH2?)") == r"^\s{0,255}000 [0-9]{2}\d (?P<w1>AUTH0?)"
