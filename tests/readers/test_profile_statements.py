"""The list of profile statements: names have the form of names, and which of them are blocks."""

from __future__ import annotations

import pytest

from ssldiag.readers.profile_statements import LIMITS, STATEMENTS, begins, is_name

FACTS = (
    "SSLSERVERID SSLLIMITS AUTOLOG PORT INTERNALCLIENTPARMS DATABUFFERPOOLSIZE DEVICE LINK HOME GATEWAY START"
)


def test_the_statements_that_rules_speak_of_are_known() -> None:
    assert set(FACTS.split()) <= set(STATEMENTS)
    assert set(LIMITS) <= set(STATEMENTS)


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_name_is_one(name: str) -> None:
    assert is_name(name)
    assert begins(name)


def test_blocks() -> None:
    assert STATEMENTS["AUTOLOG"].block
    assert STATEMENTS["INTERNALCLIENTPARMS"].block
    assert not STATEMENTS["PORT"].block


@pytest.mark.parametrize("word", ["ETH0", "ENDAUTOLOG", "ENDATOLOG", "SSLLIMTS"])
def test_what_looks_like_a_name(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize("word", ["", "TCP", "1234", "DEV@0800", "172.24.1.1", "*", "A-NAME", "X" * 33])
def test_what_does_not(word: str) -> None:
    assert not is_name(word)
    assert not begins(word)


def test_only_known_names_and_end_words_begin_for_certain() -> None:
    assert begins("ENDANYTHING")
    assert not begins("ANYTHING")
    assert not begins("END")
