"""Moving accepted findings out of the stories."""

from __future__ import annotations

from ssldiag.aside import by_finding, set_aside
from ssldiag.model import Report, Result
from tests.render import reports


def without(report: Report, *codes: str) -> Report:
    def said(result: Result) -> tuple[str, str] | None:
        return ("known", "2027-01-01") if result.finding.code in codes else None

    return set_aside(report, said)


def tree(results: tuple[Result, ...]) -> list[object]:
    return [[result.finding.code, *tree(result.consequences)] for result in results]


def test_nothing_to_set_aside_changes_nothing() -> None:
    report = reports.report()
    assert without(report, "ZVM999") is report


def test_what_follows_from_a_root_stands_by_itself() -> None:
    left = without(reports.report(), "ZVM101")
    assert tree(left.results) == [["ZVM102", ["ZVM301"]], ["CERT101"], ["TLS900"]]
    assert [item.result.finding.code for item in left.suppressed] == ["TLS900", "ZVM101"]
    assert left.suppressed[-1].result.consequences == ()
    assert left.suppressed[-1].reason == "known"


def test_what_follows_from_a_consequence_moves_up() -> None:
    assert tree(without(reports.report(), "ZVM102").results)[0] == ["ZVM101", ["ZVM301"]]


def test_the_worst_story_comes_first() -> None:
    left = without(reports.report(), "ZVM101", "ZVM102")
    assert tree(left.results) == [["CERT101"], ["ZVM301"], ["TLS900"]]


def test_by_finding() -> None:
    left = set_aside(
        reports.report(), by_finding(lambda finding: ("r", "") if finding.code == "TLS900" else None)
    )
    assert [result.finding.code for result in left.results] == ["ZVM101", "CERT101"]
