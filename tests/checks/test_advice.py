"""Advice that depends on what else is wrong: no restart with operands that a server cannot take."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.doctor import examine
from tests.support import read_case, rules

HERE = Path(__file__).parent
MEND = ("word_unknown", "value_unknown", "cipher_unknown", "obsolete", "tag_lost")
RESTART = ("operand_added", "strength_set")


@pytest.mark.parametrize(("name", "mend"), [(n, True) for n in MEND] + [(n, False) for n in RESTART])
def test_a_restart_comes_after_the_mending(name: str, mend: bool) -> None:
    case = read_case(HERE / "ZVM228" / name)
    report = examine(case.snapshot, [rules()[case.code]], case.now, case.settings)
    (result,) = report.all_results()
    advice = result.finding.fix or result.rule.fix
    assert advice.startswith("mend") is mend
