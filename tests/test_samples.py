"""Every sample has a README, stands in docs/samples.md, and its report is the one in ``tests/samples``.

A line there is a finding: code, what it follows from up to the root, and its place. After a change that is
meant to alter reports, ``python -m tests.test_samples --update`` writes them anew: read the difference
beside the README of the sample before you keep it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app

ROOT = Path(__file__).resolve().parent.parent
HOSTS = sorted(path.parent for path in (ROOT / "samples" / "zvm").glob("*/README.md"))
GOLDEN = ROOT / "tests" / "samples"
NOW = "2026-11-22T12:00:00Z"
"""The day of the samples: certificates are valid, or not, by it."""


def examined(host: Path) -> Path:
    """What a user gives to doctor: the archive of a sample that is one, else its folder."""
    return next(host.glob("*.zip"), host)


def report(host: Path) -> dict[str, Any]:
    """The JSON report of a sample."""
    arguments = ["doctor", str(examined(host)), "--now", NOW, "--format", "json", "--fail-on", "never"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def summary(document: dict[str, Any]) -> str:
    """A line a finding."""
    findings = document["findings"]
    by_id = {finding["id"]: finding for finding in findings}
    return "".join(f"{line}\n" for line in sorted(line_of(finding, by_id) for finding in findings))


def line_of(finding: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> str:
    """Code, causes up to the root, place."""
    place = finding["evidence"][0]
    where = place["file"] if place["line"] is None else f"{place['file']}:{place['line']}"
    return f"{' <- '.join(chain(finding, by_id))}  {where}"


def chain(finding: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The code of a finding, of its cause, and so on up to the root."""
    while True:
        yield finding["code"]
        if finding["caused_by"] is None:
            return
        finding = by_id[finding["caused_by"]]


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_report(host: Path) -> None:
    document = report(host)
    assert document["crashed"] == []
    assert document["unreadable"] == []
    assert summary(document) == (GOLDEN / f"{host.name}.txt").read_text("utf-8")


def test_the_clean_host_has_nothing_above_info() -> None:
    counts = report(ROOT / "samples" / "zvm" / "clean")["summary"]
    assert (counts["error"], counts["warning"]) == (0, 0)


def test_every_folder_has_a_readme_a_golden_report_and_a_line_in_the_documentation() -> None:
    folders = {path.name for path in (ROOT / "samples" / "zvm").iterdir() if path.is_dir()}
    assert {host.name for host in HOSTS} == folders
    assert {path.stem for path in GOLDEN.glob("*.txt")} == folders
    page = (ROOT / "docs" / "samples.md").read_text("utf-8")
    assert {name for name in folders if f"](../samples/zvm/{name}/README.md)" not in page} == set()


def update() -> None:
    """Write the expected reports from what ssldiag says now."""
    GOLDEN.mkdir(exist_ok=True)
    for stale in {path for path in GOLDEN.glob("*.txt") if path.stem not in {host.name for host in HOSTS}}:
        stale.unlink()
    for host in HOSTS:
        (GOLDEN / f"{host.name}.txt").write_text(summary(report(host)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python -m tests.test_samples --update")
    update()
