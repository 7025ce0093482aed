"""Numbers of a report."""

from __future__ import annotations

from ssldiag.model import Severity, Skipped
from ssldiag.render.tally import Tally, count, not_applicable, reaches, tally, to_collect
from tests.render.reports import PASSED, SKIPPED, clean, report


def test_tally_counts_consequences_too() -> None:
    assert tally(report()) == Tally(2, 2, 1, 1, 2, 1, 1)
    assert tally(report()).findings == 5
    assert Tally(1, 2) + Tally(3) == Tally(4, 2)


def test_reaches() -> None:
    assert reaches(report(), Severity.ERROR)
    assert not reaches(report(), None)
    assert not reaches(clean(), Severity.INFO)
    only_info = report(results=report().results[2:])
    assert reaches(only_info, Severity.INFO)
    assert not reaches(only_info, Severity.WARNING)


def test_what_to_collect_is_counted_once_and_sorted_by_use() -> None:
    skipped = [
        Skipped(SKIPPED, "a", "B FILE"),
        Skipped(PASSED, "a", "A FILE"),
        Skipped(SKIPPED, "b", "B FILE"),
        Skipped(SKIPPED, "too old", "nothing: it does not apply"),
        Skipped(PASSED, "too old", ""),
    ]
    assert to_collect(skipped) == [("B FILE", 2), ("A FILE", 1)]
    assert not_applicable(skipped) == [("too old", 2)]


def test_count() -> None:
    assert [count(n, "check") for n in (0, 1, 2000)] == ["0 checks", "1 check", "2,000 checks"]
    assert count(2, "info") == "2 info"
