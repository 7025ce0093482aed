"""Levels in any spelling, and the grammar of a rule's ``releases``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.releases import LEVELS, applies, parse


@pytest.mark.parametrize(
    "text",
    ["630", "6.3", "V6.3", "v6r3", "V6R3.0", "z/VM 6.3", "zVM630", "6.3.0", "Version 6 Release 3.0", " 630 "],
)
def test_spellings_of_one_level(text: str) -> None:
    assert parse(text) == "630"


@pytest.mark.parametrize("text", ["", "six", "63000", "6.3.0.1", "0.3", "PM77039", "6..3", "²30"])
def test_what_is_no_level(text: str) -> None:
    assert parse(text) is None


def test_levels_are_in_order_and_read_as_themselves() -> None:
    assert list(LEVELS) == sorted(LEVELS)
    assert [parse(level) for level in LEVELS] == list(LEVELS)


@pytest.mark.parametrize(
    ("spec", "fitting"),
    [
        ("540+", LEVELS[1:]),
        ("620+", LEVELS[3:]),
        ("<=630", LEVELS[:5]),
        ("<630", LEVELS[:4]),
        ("540,610", ("540", "610")),
        ("540-620", ("540", "610", "620")),
        ("630", ("630",)),
        ("540, 720+", ("540", "720", "730", "740", "750")),
        ("all", LEVELS),
    ],
)
def test_every_level_against_a_spec(spec: str, fitting: tuple[str, ...]) -> None:
    assert tuple(level for level in LEVELS if applies(spec, level)) == fitting


def test_an_unknown_level_is_an_unknown_answer_except_for_all() -> None:
    assert applies("630", None) is None
    assert applies("630", "unheard of") is None
    assert applies("all", None) is True


def test_an_unknown_level_is_one_with_a_cms_based_server() -> None:
    assert applies("540+", None) is True
    assert applies("<=630,640+", None) is True
    assert applies("620+", None) is None
    assert applies("540&UK59535,610+", None) is None


def test_a_level_later_than_the_list_fits_an_open_range() -> None:
    assert applies("620+", "7.6") is True
    assert applies("<=630", "7.6") is False


def test_service_not_seen_leaves_the_answer_open() -> None:
    spec = "540&UK59535,610&UK59536,620+"
    assert applies(spec, "540") is None
    assert applies(spec, "540", frozenset({"UK59535"})) is True
    assert applies(spec, "540", frozenset({"UK59536"})) is None
    assert applies(spec, "630") is True
    assert applies(spec, "530") is False


@pytest.mark.parametrize("spec", ["", "6.3", "630-", "<630+", "some", "6,,7", "<540-630", "all,630", "630&"])
def test_a_spec_outside_the_grammar_is_our_own_error(spec: str) -> None:
    with pytest.raises(ValueError, match="not a z/VM level"):
        applies(spec, "630")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_level_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or (len(found) == 3 and found.isdigit())
