"""Choosing rules."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ssldiag.selection import SelectionError, known_code, known_prefix, selected
from tests.render.reports import rule

RULES = {code: rule(code, "n") for code in ("CERT101", "CERT102", "ZVM101", "ZVM102", "ZVM201")}


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (None, None, "CERT101 CERT102 ZVM101 ZVM102 ZVM201"),
        (["zvm"], None, "ZVM101 ZVM102 ZVM201"),
        (None, ["ZVM1", "CERT102"], "CERT101 ZVM201"),
        (["ZVM101"], ["ZVM"], "ZVM101"),
        (["ZVM"], ["ZVM1"], "ZVM201"),
        (["ZVM1"], ["ZVM1"], ""),
        (["ZVM", "CERT101"], ["ZVM10", "CERT"], "CERT101 ZVM201"),
        ([], None, ""),
    ],
)
def test_the_longer_beginning_wins(
    select: Sequence[str] | None, ignore: Sequence[str] | None, codes: str
) -> None:
    assert " ".join(rule.code for rule in selected(RULES, select, ignore)) == codes


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("ZVN1", "no rule has a code that begins with 'ZVN1'; did you mean ZVM"),
        ("cert103", "no rule has a code that begins with 'cert103'; did you mean CERT10"),
        ("", "no rule has a code that begins with ''; the families are CERT, ZVM"),
    ],
)
def test_unknown_codes_are_refused(word: str, message: str) -> None:
    with pytest.raises(SelectionError) as caught:
        known_prefix(word, RULES)
    assert str(caught.value).startswith(message)


def test_known_code_wants_a_whole_code() -> None:
    assert known_code(" zvm101 ", RULES) == "ZVM101"
    with pytest.raises(SelectionError, match="there is no rule 'ZVM'"):
        known_code("ZVM", RULES)
