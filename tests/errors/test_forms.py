"""Spellings into readings, without any table."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.errors import forms, names
from ssldiag.errors.forms import LONGEST, alert_number, readings
from ssldiag.errors.kinds import KINDS

OTHER_KINDS = {"rule", "pc-client", "exception"}
"""Kinds that the table of looks does not hold: pages of checks, and what is tried when nothing is found."""


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("-93", [("negative", "-93")]),
        ("402", [("number", "402"), ("perhaps-hex", "1026")]),
        (" 402 ", [("number", "402"), ("perhaps-hex", "1026")]),
        ("0x192", [("number", "402")]),
        ("FFFFFFEA", [("negative", "-22"), ("name", "FFFFFFEA")]),
        ("134CC19E", [("system-ssl", "414")]),
        ("53817370", [("cms", "53817370")]),
        ("alert 42", [("alert", "42"), ("name", "alert 42")]),
        ("alert 560", [("alert", "48"), ("name", "alert 560")]),
        ("CPDBC84", [("message", "CPDBC84"), ("name", "CPDBC84")]),
        ("zvm101", [("rule", "ZVM101"), ("name", "zvm101")]),
        ("java.io.IOException", [("exception", "java.io.IOException")]),
        ("", []),
        ("x" * (LONGEST + 1), []),
    ],
)
def test_readings(spelling: str, expected: list[tuple[str, str]]) -> None:
    found = [(reading.kind, reading.value) for reading in readings(spelling)]
    assert [pair for pair in expected if pair not in found] == []
    assert found[: len(expected)] == expected


def test_alert_numbers_with_their_level() -> None:
    assert [reading.value for reading in alert_number(560)] == ["48"]
    assert [reading.value for reading in alert_number(256)] == ["0"]
    assert list(alert_number(999)) == []


@given(st.text(max_size=60) | st.integers().map(str) | st.integers(0, 2**70).map(hex))
@settings(max_examples=100, deadline=None)
def test_any_spelling_has_readings_of_known_kinds(text: str) -> None:
    for reading in readings(text):
        assert reading.kind in {*KINDS, *OTHER_KINDS}
        assert reading.value


@given(st.integers(-9999, 9999))
@settings(max_examples=100, deadline=None)
def test_every_form_of_a_number_reads_alike(value: int) -> None:
    """Decimal and hexadecimal; negative ones in two's complement, and that as an unsigned number."""
    if value >= 0:
        assert readings(str(value))[0].value == readings(f"0x{value:X}")[0].value
        return
    unsigned = value + (1 << 32)
    assert readings(str(value))[0].value == readings(f"{unsigned:08X}")[0].value == str(value)
    assert readings(str(unsigned))[0].value == str(value)


@pytest.mark.parametrize("module", [forms, names])
def test_examples_in_the_documentation(module: object) -> None:
    results = doctest.testmod(module)  # type: ignore[arg-type]
    assert results.failed == 0 and results.attempted
