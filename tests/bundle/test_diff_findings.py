"""Findings of two reports: which went, which came, which say something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ssldiag.bundle.changes import Side
from ssldiag.bundle.diff_findings import compare
from tests.bundle import diffs
from tests.conftest import ROOT


def finding(code: str, message: str, line: int = 1) -> dict[str, Any]:
    return {"code": code, "message": message, "severity": "error", "evidence": [{"file": "x", "line": line}]}


def sides(old: list[dict[str, Any]], new: list[dict[str, Any]], **more: Any) -> tuple[Side, Side]:
    clean = diffs.of(ROOT / "samples" / "zvm" / "clean")
    return (
        replace(clean, report={"findings": old, "skipped": more.get("skipped", [])}),
        replace(clean, report={"findings": new, "passed": more.get("passed", [])}),
    )


def test_new_ones_come_first() -> None:
    changes = list(compare(*sides([finding("A1", "a")], [finding("B1", "b", 7)])))
    assert [change.what for change in changes] == ["B1 new: b", "A1 gone: a"]
    assert str(changes[0].new) == "x:7" and changes[0].old is None


def test_a_line_moved_is_no_change() -> None:
    assert list(compare(*sides([finding("A1", "a", 1)], [finding("A1", "a", 9)]))) == []


def test_another_message_of_a_rule_is_a_change() -> None:
    (change,) = compare(*sides([finding("A1", "3 times")], [finding("A1", "2 times")]))
    assert (change.kind, change.what) == ("changed", "A1 now: 2 times; was: 3 times")


def test_one_of_two_alike_went() -> None:
    (change,) = compare(*sides([finding("A1", "a"), finding("A1", "a")], [finding("A1", "a")]))
    assert change.what == "A1 less often: a"


def test_checks_that_can_decide_now() -> None:
    (change,) = compare(*sides([], [], skipped=[{"code": "Z9"}], passed=["Z9"]))
    assert change.what == "1 check could not decide before and find nothing wrong now: Z9"
