"""Reports as SARIF 2.1.0 (OASIS Standard, 2020-03-27): one run a host, every rule in ``tool.driver.rules``.

What SARIF has no word for (notes, counts, skipped checks' remedies) is in property bags and notifications.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ssldiag import __version__
from ssldiag.model import Report, Result, Rule, Severity, Source
from ssldiag.render.digest import sha256
from ssldiag.render.escape import json_text
from ssldiag.render.json import moment
from ssldiag.render.pages import why
from ssldiag.render.sarif_places import BASE, location, message, noted, uri
from ssldiag.render.style import Style
from ssldiag.render.tally import tally

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

FINGERPRINT = "ssldiagFinding/v1"


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """One log. With several hosts only the first run has the rules' full pages: they are the same in all."""
    yield f'{{\n"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": ['
    for index, report in enumerate(reports):
        yield (",\n" if index else "\n") + json_text(run(report, pages=not index))
    yield "\n]\n}\n"


def run(report: Report, *, pages: bool = True) -> dict[str, Any]:
    """One host. ``pages`` puts the help texts into the rules."""
    files = {source.path: index for index, source in enumerate(report.snapshot.sources)}
    codes = {rule.code: index for index, rule in enumerate(report.rules)}
    flat = [(result, None) for result in report.all_results()]
    aside = [(item.result, (item.reason, item.until)) for item in report.suppressed]
    return {
        "tool": {
            "driver": {
                "name": "ssldiag",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, pages) for rule in report.rules],
            }
        },
        "automationDetails": {"id": f"ssldiag/{uri(report.snapshot.name)}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "the snapshot that was examined"}}},
        "artifacts": [_artifact(source) for source in report.snapshot.sources],
        "results": [_result(result, codes, files, excuse) for result, excuse in (*flat, *aside)],
        "invocations": [_invocation(report, codes, files)],
        "properties": {
            "snapshot": report.snapshot.name,
            "platforms": list(report.platforms),
            "passed": [rule.code for rule in report.passed],
            "notes": list(report.notes),
            "summary": asdict(tally(report)),
        },
    }


def _rule(rule: Rule, pages: bool) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title or rule.name},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "subject": rule.subject,
            "releases": rule.releases,
            "certainty": rule.certainty,
            "vendorMessages": list(rule.vendor_messages),
            "causedBy": list(rule.caused_by),
            "sources": list(rule.sources),
            "fix": rule.fix,
            "tags": [rule.subject, rule.certainty],
        },
    }
    if pages:
        descriptor["fullDescription"] = {"text": why(rule) or rule.title or rule.name}
        descriptor["help"] = {"text": rule.doc or rule.name, "markdown": rule.doc or rule.name}
    return descriptor


def _artifact(source: Source) -> dict[str, Any]:
    digest = sha256(source)
    artifact: dict[str, Any] = {
        "location": {"uri": uri(source.path), "uriBaseId": BASE},
        "length": source.size,
        "properties": {"kind": source.kind, "why": source.why},
    }
    if source.encoding:
        artifact["encoding"] = source.encoding
    if digest:
        artifact["hashes"] = {"sha-256": digest}
    return artifact


def _result(
    result: Result, codes: dict[str, int], files: dict[str, int], aside: tuple[str, str] | None
) -> dict[str, Any]:
    finding = result.finding
    first, *further = finding.evidence
    body: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[result.severity],
        "message": message(f"{finding.message}\nFix: {result.fix}" if result.fix else finding.message),
        "locations": [noted(first, files)],
        "partialFingerprints": {FINGERPRINT: result.fingerprint},
        "suppressions": [],
        "properties": {
            "about": sorted(finding.about),
            "consequences": [each.fingerprint for each in result.consequences],
            "vendorMessages": list(result.rule.vendor_messages),
        },
    }
    if finding.code in codes:
        body["ruleIndex"] = codes[finding.code]
    if further:
        body["relatedLocations"] = [{"id": n, **noted(item, files)} for n, item in enumerate(further, 1)]
    if aside:
        reason, until = aside
        justification = f"{reason} (until {until})" if until else reason
        body["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return body


def _invocation(report: Report, codes: dict[str, int], files: dict[str, int]) -> dict[str, Any]:
    """How the examination went (SARIF 3.20): what crashed, what was skipped and what could not be read."""
    crashed = [_notification("error", crash.error, crash.rule, codes) for crash in report.crashed]
    skipped = [
        {
            **_notification("note", skip.reason, skip.rule, codes),
            "properties": {"settleWith": skip.settle_with},
        }
        for skip in report.skipped
    ]
    unreadable = [
        {
            "level": "warning",
            "message": message(item.reason),
            "locations": [location(item.place, files)],
        }
        for item in report.unreadable
    ]
    return {
        "executionSuccessful": not crashed,
        "endTimeUtc": moment(report.judged_at),
        "toolExecutionNotifications": [*crashed, *skipped, *unreadable],
    }


def _notification(level: str, text: str, rule: Rule, codes: dict[str, int]) -> dict[str, Any]:
    associated: dict[str, Any] = {"id": rule.code}
    if rule.code in codes:
        associated["index"] = codes[rule.code]
    return {"level": level, "message": message(text), "associatedRule": associated}
