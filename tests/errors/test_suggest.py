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
