"""Near misses."""

from __future__ import annotations

from ssldiag.errors.load import Tables
from ssldiag.errors.suggest import LONGEST, MOST, suggestions


def test_the_closest_comes_first(tables: Tables) -> None:
    assert next(suggestions("GSK_ERROR_NO_CIPHER", tables)) == "GSK_ERROR_NO_CIPHERS"
    assert next(suggestions("gsk_error_no_cipher", tables)) == "GSK_ERROR_NO_CIPHERS"
    assert next(suggestions("-930", tables)) == "-93"


def test_few_and_none(tables: Tables) -> None:
    assert len(list(suggestions("GSK_ERROR_BAD", tables))) <= MOST
    assert list(suggestions("completely different", tables)) == []
    assert list(suggestions("G" * (LONGEST + 1), tables)) == []
    assert list(suggestions("", tables)) == []


def test_nobody_meant_what_they_said(tables: Tables) -> None:
    """As where a platform is asked for that does not have it."""
    assert "CPDBC84" not in list(suggestions("cpdbc84", tables))


def test_ids_of_the_reference_pool_are_for_those_who_look_for_them(tables: Tables) -> None:
    assert next(suggestions("DTCSSL22E", tables)) == "DTCSSL022E"
    assert not [name for name in suggestions("DTCSSL302E", tables) if "T3" in name or "T6" in name]
    assert "DTCSSLT07E" in list(suggestions("DTCSSLT07", tables))
