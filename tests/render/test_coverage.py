"""The page that says which researched rules are checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.render.coverage import Open, coverage_page, deciders, read_open
from ssldiag.render.docs import STUDIES
from ssldiag.render.researched import IBMI, ZVM, ZVM_FAMILIES
from tests.render.reports import RULES
from tests.support import rules

HEAD = "id,decided,reason\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "undecided.csv"
    path.write_text(HEAD + text)
    return path


def test_identifiers() -> None:
    ids = ZVM.ids
    assert len(ids) == len(set(ids)) == 155
    assert (ids[0], ids[28], ids[-1]) == ("DTC001", "PRM001", "SVC007")


def test_identifiers_of_ibmi() -> None:
    ids = IBMI.ids
    assert len(ids) == len(set(ids)) == 100
    assert (ids[0], ids[-1]) == ("IBMI-PRQ-DCM", "IBMI-PY-RELEASE")


def test_page_of_ibmi() -> None:
    first, *others = RULES
    page = coverage_page([replace(first, facts=("IBMI-PRQ-DCM", "DTC001")), *others], {}, IBMI)
    assert "Of the 100, 1 are decided, 0 more in part, and 0 are not." in page
    assert "## Prerequisites: 1 of 11 rules\n\n| rule |" in page
    assert "DTC001" not in page
    assert "## Traces: 0 of 5 rules\n\n## " in page


def test_page() -> None:
    first, second, *others = RULES
    decided = [replace(first, facts=("DTC001",)), replace(second, facts=("DTC001", "DTC002")), *others]
    left = {"DTC002": Open(True, "half of it"), "DTC003": Open(False, "no file | has it")}
    page = coverage_page(decided, left)
    assert "Of the 155, 1 are decided, 1 more in part, and 1 are not." in page
    assert "| DTC003 | no file \\| has it |" in page
    assert f"| DTC002 | [{second.code}](../rules/{second.code}.md) | half of it |" in page
    assert "## DTCPARMS: 2 of 28 rules\n" in page
    for rule in (first, second):
        assert f"| DTC001 | [{rule.code}](../rules/{rule.code}.md) | {rule.severity.value} |" in page
    beyond = page.partition("## Checks beyond the list")[2]
    assert all((f"[{rule.code}]" in beyond) is (rule in others) for rule in (first, second, *others))


def test_the_table_of_what_stays_open(tmp_path: Path) -> None:
    read = read_open(table(tmp_path, 'DTC002,in part,"half, of it"\nDTC003,no,none\n'))
    assert read == {"DTC002": Open(True, "half, of it"), "DTC003": Open(False, "none")}


@pytest.mark.parametrize("rows", ["DTC002,no,a\nDTC002,in part,b\n", "DTC002,perhaps,a\n"])
def test_a_table_that_contradicts_itself(tmp_path: Path, rows: str) -> None:
    with pytest.raises(ValueError, match=r"undecided\.csv: DTC002"):
        read_open(table(tmp_path, rows))


@pytest.mark.parametrize("platform", STUDIES)
def test_every_researched_rule_is_decided_or_has_a_reason(root: Path, platform: str) -> None:
    """Each once: named by a check, or in the table as not decided; what is decided in part is both."""
    left = read_open(root / "docs" / platform / "undecided.csv")
    ids = set(STUDIES[platform].ids)
    decided = set(deciders(rules().values())) & ids
    undecided = {fact for fact, item in left.items() if not item.partly}
    assert decided & undecided == set()
    assert decided | undecided == ids
    assert {fact for fact, item in left.items() if item.partly} <= decided
    assert all(item.reason.endswith(".") for item in left.values())


def test_no_check_names_a_rule_that_nobody_researched() -> None:
    known = {fact for study in STUDIES.values() for fact in study.ids}
    assert set(deciders(rules().values())) <= known


def test_the_identifiers_are_those_of_the_facts(shared: Path) -> None:
    text = (shared / "facts" / "zvm_rules.csv").read_text("utf-8")
    found = {line.partition(",")[0] for line in text.splitlines() if line[:3] in ZVM_FAMILIES}
    assert found == set(ZVM.ids)


def test_the_identifiers_of_ibmi_are_those_of_the_facts(shared: Path) -> None:
    lines = (shared / "facts" / "ibmi_rules.csv").read_text("utf-8").splitlines()[1:]
    assert {line.partition(",")[0] for line in lines} == set(IBMI.ids)
