"""JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from ssldiag.model import Crashed, Report, Severity
from ssldiag.render.junit import render
from ssldiag.render.style import Style
from tests.render import reports


def suite(which: Report, fail_on: Severity | None = Severity.ERROR) -> ET.Element:
    (only,) = ET.fromstring("".join(render([which], Style(fail_on=fail_on))))
    return only


def outcomes(element: ET.Element) -> dict[str, list[str]]:
    return {
        str(case.get("name")).split()[0]: [child.tag for child in case] for case in element.iter("testcase")
    }


def test_each_rule_is_a_case_with_its_outcome() -> None:
    assert outcomes(suite(reports.report())) == {
        "CERT101": ["system-out"],
        "TLS900": ["system-out"],
        "ZVM101": ["failure"],
        "ZVM102": ["failure"],
        "ZVM110": [],
        "ZVM120": ["skipped"],
        "ZVM121": ["skipped"],
        "ZVM130": ["error"],
        "ZVM301": ["system-out"],
    }


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [(Severity.ERROR, 2), (Severity.WARNING, 4), (Severity.INFO, 5), (None, 2)],
)
def test_counts_follow_the_threshold(fail_on: Severity | None, failures: int) -> None:
    element = suite(reports.report(), fail_on)
    assert element.get("failures") == str(failures) == str(len(list(element.iter("failure"))))
    assert (element.get("tests"), element.get("errors"), element.get("skipped")) == ("9", "1", "2")


def test_a_failure_says_what_where_and_how_to_mend_it() -> None:
    failure = next(suite(reports.report()).iter("failure"))
    assert failure.get("type") == "error"
    assert "at SYSTEM DTCPARMS:12:55: the stack that the pool is to serve" in str(failure.text)
    assert "fix: change :stack.TCPIP2" in str(failure.text)


def test_notes_and_unreadable_lines_are_kept() -> None:
    told = suite(reports.report()).findtext("system-err") or ""
    assert "--release says" in told and "TCPIP DATA:9:1: no statement begins like this" in told
    assert suite(reports.clean()).find("system-err") is None


def test_hostile_text_is_well_formed() -> None:
    element = suite(reports.hostile(), Severity.WARNING)
    assert "\\x1b[31m" in str(element.get("name"))
    assert "]]>" in str(next(element.iter("failure")).text)


def test_two_hosts_are_two_suites() -> None:
    root = ET.fromstring("".join(render([reports.report(), reports.clean()], Style())))
    assert [element.get("failures") for element in root] == ["2", "0"]


def test_a_rule_that_crashed_after_a_finding_is_an_error_and_no_failure() -> None:
    report = reports.report()
    crashed = Crashed(next(rule for rule in report.rules if rule.code == "ZVM101"), "KeyError: x")
    element = suite(replace(report, crashed=(*report.crashed, crashed)))
    assert outcomes(element)["ZVM101"] == ["error"]
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert element.get(attribute) == str(len(list(element.iter(tag))))
