"""Every folder ``tests/checks/CODE/case`` with an ``expect.txt``: the rule fires there, or stays quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.doctor import examine
from ssldiag.model import Place, TextPlace
from tests.support import Case, read_case, rules

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/*/expect.txt"))


def where(place: Place) -> str:
    """A place as ``expect.txt`` writes it."""
    return f"{place.file}:{place.line}" if isinstance(place, TextPlace) else place.file


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_case(folder: Path) -> None:
    case = read_case(folder)
    rule = rules()[case.code]
    report = examine(case.snapshot, [rule], case.now, case.settings)
    assert not report.crashed, report.crashed[0].error
    found = sorted(
        ((where(item.finding.evidence[0].place), item.finding.message) for item in report.all_results()),
    )
    if case.quiet:
        assert not found
        assert [item.code for item in report.passed] == [case.code], [s.reason for s in report.skipped]
    elif case.skipped is not None:
        assert not found
        assert report.skipped, "the rule was not skipped"
        assert case.skipped in report.skipped[0].reason
    else:
        check_findings(case, found)


def check_findings(case: Case, found: list[tuple[str, str]]) -> None:
    """Each expected place once, with the expected text, and nothing else."""
    assert case.fires, f"{case.folder}: expect.txt wants nothing"
    wanted = sorted(case.fires)
    assert [place for place, _ in found] == [place for place, _ in wanted], found
    for (_, text), (_, message) in zip(wanted, found, strict=True):
        assert text in message


def test_every_rule_has_a_firing_and_a_quiet_case() -> None:
    cases = [read_case(folder) for folder in FOLDERS]
    fires = {case.code for case in cases if case.fires}
    quiet = {case.code for case in cases if case.quiet}
    assert sorted(set(rules()) - fires) == []
    assert sorted(set(rules()) - quiet) == []


def test_no_case_is_without_a_rule() -> None:
    assert {folder.parent.name for folder in FOLDERS} <= set(rules())
