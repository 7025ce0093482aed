"""Advice that depends on what else is there: operands that no server takes, labels that are near."""

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


@pytest.mark.parametrize(
    ("folder", "advice"),
    [
        ("ZVM501/near", "correct it to TLSLABEL TLSCERT1, or add"),
        ("ZVM507/near", "correct it to TLSCERT1, or add"),
    ],
)
def test_the_label_that_may_be_meant_is_named(folder: str, advice: str) -> None:
    case = read_case(HERE / folder)
    report = examine(case.snapshot, [rules()[case.code]], case.now, case.settings)
    (result,) = report.all_results()
    assert (result.finding.fix or "").startswith(advice)


@pytest.mark.parametrize(("name", "start"), [("label_is_there", "start"), ("fires", "correct")])
def test_a_refused_label_that_is_there_needs_no_correction(name: str, start: str) -> None:
    case = read_case(HERE / "ZVM725" / name)
    report = examine(case.snapshot, [rules()[case.code]], case.now, case.settings)
    (result,) = report.all_results()
    assert (result.finding.fix or result.rule.fix).startswith(start)
    files = {evidence.place.file for evidence in result.finding.evidence}
    assert ("Database.kdb" in files) is (name == "label_is_there")
