"""Reports as ``ssldiag.report/1`` documents: one, or a list of several.

Everything that the text report says is in here, and every finding; strings are exact, not made visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ssldiag import __version__
from ssldiag.model import (
    Evidence,
    FilePlace,
    FramePlace,
    Place,
    Report,
    Result,
    Skipped,
    Source,
    TextPlace,
    sort_key,
)
from ssldiag.render.digest import sha256
from ssldiag.render.escape import json_text
from ssldiag.render.pages import why
from ssldiag.render.style import Style
from ssldiag.render.tally import tally

SCHEMA = "ssldiag.report/1"
SCHEMA_LIST = "ssldiag.reports/1"


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """One document; a list document where several hosts were asked for."""
    if not style.several:
        yield from (json_text(document(report)) + "\n" for report in reports)
        return
    yield f'{{\n"schema": "{SCHEMA_LIST}",\n"reports": ['
    for index, report in enumerate(reports):
        yield (",\n" if index else "\n") + json_text(document(report))
    yield "\n]\n}\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "ssldiag", "version": __version__},
        "judged_at": moment(report.judged_at),
        "snapshot": {
            "name": report.snapshot.name,
            "platforms": list(report.platforms),
            "sources": [_source(source) for source in report.snapshot.sources],
        },
        "findings": findings(report),
        "passed": [rule.code for rule in report.passed],
        "skipped": [_skipped(skip) for skip in report.skipped],
        "crashed": [{"code": crash.rule.code, "error": crash.error} for crash in report.crashed],
        "unreadable": [{**_place(item.place), "reason": item.reason} for item in report.unreadable],
        "suppressed": [
            {
                "code": aside.result.finding.code,
                "file": aside.result.finding.evidence[0].place.file,
                "reason": aside.reason,
                "until": aside.until or None,
                "finding": _finding(aside.result, None),
            }
            for aside in report.suppressed
        ],
        "notes": list(report.notes),
        "summary": {**asdict(tally(report)), "suppressed": len(report.suppressed)},
    }


def findings(report: Report) -> list[dict[str, Any]]:
    """All findings by severity, file, line and code; causes and consequences name each other by id."""
    flat = [pair for root in report.results for pair in _with_cause(root, None)]
    return [_finding(result, cause) for result, cause in sorted(flat, key=lambda pair: sort_key(pair[0]))]


def moment(when: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _with_cause(result: Result, cause: str | None) -> Iterator[tuple[Result, str | None]]:
    yield result, cause
    for consequence in result.consequences:
        yield from _with_cause(consequence, result.fingerprint)


def _finding(result: Result, cause: str | None) -> dict[str, Any]:
    finding, rule = result.finding, result.rule
    return {
        "id": result.fingerprint,
        "code": finding.code,
        "name": rule.name,
        "severity": result.severity.value,
        "certainty": rule.certainty,
        "message": finding.message,
        "evidence": [_evidence(item) for item in finding.evidence],
        "about": sorted(finding.about),
        "caused_by": cause,
        "consequences": [each.fingerprint for each in result.consequences],
        "vendor_messages": list(rule.vendor_messages),
        "why": why(rule),
        "fix": result.fix,
        "docs": f"ssldiag rules {rule.code}",
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    place = item.place
    quote = place.text if isinstance(place, TextPlace) else None
    return {**_place(place), "quote": quote, "note": item.note}


def _place(place: Place) -> dict[str, Any]:
    """The keys that every place has; those that do not fit its kind are null."""
    text = place if isinstance(place, TextPlace) else None
    return {
        "file": place.file,
        "line": text.line if text else None,
        "column": text.column if text else None,
        "width": text.width if text else None,
        "offset": place.offset if isinstance(place, FilePlace | FramePlace) else None,
        "frame": place.frame if isinstance(place, FramePlace) else None,
    }


def _skipped(skip: Skipped) -> dict[str, Any]:
    return {"code": skip.rule.code, "reason": skip.reason, "settle_with": skip.settle_with}


def _source(source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "kind": source.kind,
        "why": source.why,
        "bytes": source.size,
        "encoding": source.encoding,
        "taken": moment(source.taken) if source.taken else None,
        "sha256": sha256(source),
    }
