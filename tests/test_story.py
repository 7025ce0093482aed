"""Findings become stories: roots first, consequences beneath, and no story without end."""

from __future__ import annotations

from ssldiag.model import Evidence, FilePlace, Finding, Result, Rule, Severity, TextPlace
from ssldiag.story import MOST_ALIKE, fingerprint, tell


def rule(code: str, *caused_by: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(code, code.lower(), severity, "test", lambda facts: iter(()), caused_by=caused_by)


def found(code: str, *about: str, file: str = "A", line: int = 1, text: str = "") -> Finding:
    return Finding(code, code, (Evidence(TextPlace(file, line, text=text)),), frozenset(about))


def shape(results: tuple[Result, ...]) -> list[object]:
    """Codes as nested lists."""
    return [[item.finding.code, *shape(item.consequences)] for item in results]


RULES = {
    item.code: item
    for item in (rule("R1"), rule("R2", "R1"), rule("R3", "R2", "R1"), rule("R4", "R5"), rule("R5", "R4"))
}


def test_consequences_stand_beneath_their_cause() -> None:
    told = tell([found("R3", "SSL*"), found("R2", "SSL*"), found("R1", "SSL*")], RULES)
    assert shape(told) == [["R1", ["R2", ["R3"]]]]


def test_a_cause_needs_a_name_in_common() -> None:
    assert shape(tell([found("R1", "SQA*"), found("R2", "SSL*")], RULES)) == [["R1"], ["R2"]]


def test_a_finding_without_names_fits_any_cause() -> None:
    assert shape(tell([found("R1", "SSL*"), found("R2")], RULES)) == [["R1", ["R2"]]]
    assert shape(tell([found("R1"), found("R2", "SSL*")], RULES)) == [["R1", ["R2"]]]


def test_the_cause_with_most_names_in_common_wins() -> None:
    near, far = found("R1", "SSL*", "TCPIP", line=9), found("R1", "TCPIP", line=1)
    told = tell([far, near, found("R2", "SSL*", "TCPIP")], RULES)
    assert told[0].finding is near
    assert shape(told) == [["R1", ["R2"]], ["R1"]]


def test_rules_that_name_each_other_do_not_go_in_circles() -> None:
    assert shape(tell([found("R4", "X"), found("R5", "X")], RULES)) == [["R5", ["R4"]]]


def test_the_worst_come_first_and_of_these_the_widest() -> None:
    rules = {**RULES, "W": rule("W", severity=Severity.WARNING), "E": rule("E")}
    told = tell([found("W", "w"), found("E", "e"), found("R1", "x", file="Z"), found("R2", "x")], rules)
    assert [item.finding.code for item in told] == ["R1", "E", "W"]


def test_a_warning_that_explains_an_error_comes_before_lesser_errors_of_its_kind() -> None:
    rules = {"W": rule("W", severity=Severity.WARNING), "E": rule("E", "W"), "F": rule("F")}
    assert shape(tell([found("F", "f"), found("W", "x"), found("E", "x")], rules)) == [["W", ["E"]], ["F"]]


def test_fingerprints_stay_when_lines_move_and_differ_when_words_do() -> None:
    first = found("R1", "SSL*", line=3, text="  :stack.TCPIP ")
    assert fingerprint(first) == fingerprint(found("R1", "SSL*", line=30, text=":stack.TCPIP"))
    assert fingerprint(first) != fingerprint(found("R1", "SSL*", line=3, text=":stack.TCPIP11"))
    assert fingerprint(first) != fingerprint(found("R2", "SSL*", line=3, text=":stack.TCPIP"))


def test_like_findings_get_fingerprints_of_their_own() -> None:
    told = tell([found("R1", "a"), found("R1", "a"), found("R1", "a")], RULES)
    assert len({item.fingerprint for item in told}) == 3


def test_any_name_has_a_fingerprint() -> None:
    odd = Finding("R1", "x", (Evidence(FilePlace("a\udcff\ud800")),), frozenset({"\ud800"}))
    assert len(fingerprint(odd)) == 16


def test_many_findings_do_not_cost_their_square() -> None:
    many = [found("R2", "SSL*", line=n) for n in range(5000)] + [
        found("R1", "SSL*", line=n) for n in range(5000)
    ]
    told = tell(many, RULES)
    assert sum(1 for root in told for _ in root.walk()) == 10_000
    assert MOST_ALIKE < 5000
