"""``ssldiag.report/1``."""

from __future__ import annotations

import json
from typing import Any

from ssldiag import __version__
from ssldiag.model import Report
from ssldiag.render.json import document, render
from ssldiag.render.style import Style
from tests.render import reports

CONTRACT = {
    "": "schema tool judged_at snapshot findings passed skipped crashed unreadable suppressed summary",
    "snapshot": "name platforms sources",
    "snapshot.sources": "path kind bytes sha256",
    "findings": "code name severity message evidence vendor_messages fix docs",
    "findings.evidence": "file line column quote note",
    "skipped": "code reason settle_with",
    "crashed": "code error",
    "unreadable": "file line reason",
    "suppressed": "code file reason until",
    "summary": "error warning info passed skipped crashed unreadable",
}
"""Keys that scripts rely on; more may be added, none may go."""


def written(*which: Report, several: bool = False) -> Any:
    return json.loads("".join(render(which, Style(several=several))))


def test_contract() -> None:
    whole = written(reports.report())
    for path, keys in CONTRACT.items():
        value: Any = whole
        for part in filter(None, path.split(".")):
            value = value[part]
            value = value[0] if isinstance(value, list) else value
        assert set(keys.split()) <= set(value), path


def test_values() -> None:
    whole = written(reports.report())
    assert whole["schema"] == "ssldiag.report/1"
    assert whole["tool"] == {"name": "ssldiag", "version": __version__}
    assert whole["judged_at"] == "2026-11-22T12:00:00Z"
    assert whole["passed"] == ["ZVM110"]
    assert whole["notes"] == ["judged as z/VM TCP/IP level 630, as --release says"]
    assert whole["summary"]["error"] == 2
    assert len(whole["snapshot"]["sources"][0]["sha256"]) == 64
    assert whole["suppressed"][0]["until"] == "2027-01-31"


def test_findings_are_ordered_and_linked() -> None:
    found = written(reports.report())["findings"]
    assert [finding["code"] for finding in found] == ["ZVM101", "ZVM102", "CERT101", "ZVM301", "TLS900"]
    by_code = {finding["code"]: finding for finding in found}
    assert by_code["ZVM101"]["caused_by"] is None
    assert by_code["ZVM101"]["consequences"] == [by_code["ZVM102"]["id"]]
    assert by_code["ZVM301"]["caused_by"] == by_code["ZVM102"]["id"]
    assert by_code["ZVM301"]["certainty"] == "inferred"


def test_each_kind_of_place() -> None:
    found = {finding["code"]: finding["evidence"][0] for finding in written(reports.report())["findings"]}
    assert found["ZVM101"] == {
        "file": "SYSTEM DTCPARMS",
        "line": 12,
        "column": 55,
        "width": 6,
        "offset": None,
        "frame": None,
        "quote": reports.DTCPARMS_LINE,
        "note": "the stack that the pool is to serve",
    }
    assert (found["CERT101"]["line"], found["CERT101"]["offset"]) == (None, 420)
    assert (found["TLS900"]["frame"], found["TLS900"]["quote"]) == (3, None)


def test_several_are_a_list_even_if_only_one_came() -> None:
    assert written(several=True) == {"schema": "ssldiag.reports/1", "reports": []}
    both = written(reports.report(), reports.clean(), several=True)
    assert [len(each["findings"]) for each in both["reports"]] == [5, 0]
    assert both["reports"][0] == document(reports.report())


def test_hostile_text_is_exact_and_harmless() -> None:
    text = "".join(render([reports.hostile()], Style()))
    assert text.isascii() and "\x1b" not in text
    assert json.loads(text)["snapshot"]["name"] == reports.HOSTILE
