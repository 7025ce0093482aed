from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from ssldiag.render.probe_sarif import address, render
from tests.render.probed import EVIL, answered, silent

SCHEMA = Path(__file__).parent.parent / "data" / "sarif-2.1.0.schema.json"


def log(*results: Any) -> Any:
    found = json.loads("".join(render(results)))
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    return found["runs"][0]


def test_each_worry_is_a_result() -> None:
    run = log(answered(), silent(what=EVIL))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    told = {(one["ruleId"], one["level"]) for one in run["results"]}
    assert {("certificate_wrong_name", "error"), ("old_version", "warning"), ("unreachable", "error")} <= told
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    last = run["results"][-1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert last == {"uri": "tls://192.0.2.1:992", "index": 1}
    prints = [one["partialFingerprints"]["ssldiagProbe/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_addresses() -> None:
    assert address(silent("2001:db8::1", 1).target) == "tls://[2001:db8::1]:1"
    assert address(silent("fe80::1%eth0", 1).target) == "tls://[fe80::1%25eth0]:1"
    assert address(silent("a b/c", 1).target) == "tls://a%20b%2Fc:1"
    assert log(silent("2001:db8::1"))["artifacts"]


def test_no_host_no_result() -> None:
    assert log()["results"] == []
