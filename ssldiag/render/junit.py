"""Reports as JUnit XML, as CI servers read it: a suite a host, a test case a rule.

A rule with a finding at or above the threshold is a failure, a crashed rule an error, a rule that could say
nothing is skipped. Findings below the threshold are in the ``system-out`` of a test that passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from ssldiag.model import Report, Result, Rule, Severity, Skipped
from ssldiag.render.escape import visible
from ssldiag.render.json import moment
from ssldiag.render.pages import family
from ssldiag.render.quoting import prose, spoken
from ssldiag.render.style import Style
from ssldiag.render.tally import can_settle


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """One document. With ``never`` as the threshold errors are still failures: a test report has to fail."""
    threshold = style.fail_on or Severity.ERROR
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ssldiag">\n'
    for report in reports:
        yield from _suite(report, threshold)
    yield "</testsuites>\n"


def _suite(report: Report, threshold: Severity) -> Iterator[str]:
    found: dict[str, list[Result]] = defaultdict(list)
    for result in report.all_results():
        found[result.finding.code].append(result)
    outcomes = {code: _findings(results, threshold) for code, results in found.items()}
    outcomes |= {skip.rule.code: _remark("skipped", _why_skipped(skip)) for skip in report.skipped}
    outcomes |= {crash.rule.code: _remark("error", crash.error) for crash in report.crashed}
    crashed = {crash.rule.code for crash in report.crashed}
    failures = sum(_fails(results, threshold) for code, results in found.items() if code not in crashed)
    yield (
        f"<testsuite name={_attribute(report.snapshot.name)} tests={_attribute(len(report.rules))}"
        f" failures={_attribute(failures)} errors={_attribute(len(report.crashed))}"
        f" skipped={_attribute(len(report.skipped))} timestamp={_attribute(moment(report.judged_at))}>\n"
    )
    for rule in report.rules:
        yield f"<testcase {_case(rule)}>{outcomes.get(rule.code, '')}</testcase>\n"
    remarks = [*report.notes, *(f"{spoken(item.place)}: {item.reason}" for item in report.unreadable)]
    if remarks:
        yield _element("system-err", "", "\n".join(map(prose, remarks))) + "\n"
    yield "</testsuite>\n"


def _case(rule: Rule) -> str:
    of, name = f"ssldiag.{family(rule.code)}", f"{rule.code} {rule.name}"
    return f"classname={_attribute(of)} name={_attribute(name)}"


def _findings(results: list[Result], threshold: Severity) -> str:
    text = "\n\n".join(map(_told, results))
    if not _fails(results, threshold):
        return _element("system-out", "", text)
    first = results[0]
    attributes = f" type={_attribute(first.severity)} message={_attribute(first.finding.message)}"
    return _element("failure", attributes, text)


def _remark(name: str, text: str) -> str:
    return _element(name, f" message={_attribute(text)}", "")


def _why_skipped(skip: Skipped) -> str:
    return f"{skip.reason}; to settle it, collect {skip.settle_with}" if can_settle(skip) else skip.reason


def _fails(results: list[Result], threshold: Severity) -> bool:
    return any(result.severity.rank <= threshold.rank for result in results)


def _told(result: Result) -> str:
    finding = result.finding
    places = [
        f"  at {spoken(item.place)}" + (f": {prose(item.note)}" if item.note else "")
        for item in finding.evidence
    ]
    fix = [f"  fix: {prose(result.fix)}"] if result.fix else []
    return "\n".join([f"{result.severity}: {prose(finding.message)}", *places, *fix])


def _attribute(value: object) -> str:
    return quoteattr(prose(str(value)))


def _element(name: str, attributes: str, text: str) -> str:
    """Printable characters, which ``visible`` leaves, are all allowed in XML 1.0 (2.2)."""
    shown = "\n".join(map(visible, text.split("\n")))
    return f"<{name}{attributes}>{escape(shown)}</{name}>"
