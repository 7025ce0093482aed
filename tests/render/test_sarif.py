"""SARIF, held against the schema of OASIS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from ssldiag.model import Report
from ssldiag.render.sarif import render
from ssldiag.render.style import Style
from tests.render import reports

SCHEMA = Path(__file__).parent.parent / "data" / "sarif-2.1.0.schema.json"


def written(*which: Report) -> Any:
    return json.loads("".join(render(which, Style())))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


@pytest.mark.parametrize(
    "which",
    [[reports.report()], [reports.clean()], [reports.hostile()], [reports.report(), reports.clean()], []],
    ids=["report", "clean", "hostile", "two", "none"],
)
def test_valid(validator: jsonschema.Draft4Validator, which: list[Report]) -> None:
    assert [error.message for error in validator.iter_errors(written(*which))] == []


def test_the_schema_can_fail(validator: jsonschema.Draft4Validator) -> None:
    broken = written(reports.report())
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert len(list(validator.iter_errors(broken))) == 1


def test_every_rule_is_in_the_driver() -> None:
    (run,) = written(reports.report())["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in reports.RULES]
    stack = rules[[rule.code for rule in reports.RULES].index("ZVM101")]
    assert stack["defaultConfiguration"] == {"level": "error"}
    assert stack["help"]["markdown"] == reports.STACK.doc
    assert stack["properties"]["vendorMessages"] == ["DTCRUN1028E", "DTCRUN1099E"]


def test_results_point_at_rules_files_and_places() -> None:
    (run,) = written(reports.report())["runs"]
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "ZVM101"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "SYSTEM%20DTCPARMS", "uriBaseId": "SNAPSHOT", "index": 0}
    assert place["region"] == {
        "startLine": 12,
        "startColumn": 55,
        "endColumn": 61,
        "snippet": {"text": reports.DTCPARMS_LINE},
    }
    assert first["relatedLocations"][0]["message"]["text"] == "the stack that the servers look for"
    assert first["partialFingerprints"] == {"ssldiagFinding/v1": "ZVM101-SYSTEM DTCPARMS"}
    assert run["artifacts"][0]["hashes"]["sha-256"]


def test_levels_places_and_suppressions() -> None:
    (run,) = written(reports.report())["runs"]
    results = {(result["ruleId"], bool(result["suppressions"])): result for result in run["results"]}
    assert results["CERT101", False]["level"] == "warning"
    assert results["CERT101", False]["locations"][0]["physicalLocation"]["region"]["byteOffset"] == 420
    assert results["TLS900", False]["level"] == "note"
    assert results["TLS900", False]["locations"][0]["message"]["text"] == "frame 3"
    assert results["TLS900", True]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "accepted by the owner (until 2027-01-31)",
        }
    ]


def test_other_outcomes_are_notifications() -> None:
    (run,) = written(reports.report())["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (told["level"], told.get("associatedRule", {}).get("id"))
        for told in invocation["toolExecutionNotifications"]
    ] == [
        ("error", "ZVM130"),
        ("note", "ZVM120"),
        ("note", "ZVM121"),
        ("warning", None),
    ]
    assert run["properties"]["summary"]["skipped"] == 2


def test_only_the_first_of_many_runs_repeats_the_pages() -> None:
    first, second = written(reports.report(), reports.clean())["runs"]
    assert "help" in first["tool"]["driver"]["rules"][0]
    assert "help" not in second["tool"]["driver"]["rules"][0]
    assert [rule["id"] for rule in second["tool"]["driver"]["rules"]] == [rule.code for rule in reports.RULES]
