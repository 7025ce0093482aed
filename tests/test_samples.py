"""Every sample has a README, stands in docs/samples.md, and its report is the one in ``tests/samples``.

Those of IBM i and Linux are in folders of their own there. A line is a finding: code, what it follows from
up to the root, and its place. After a change that is meant to alter reports, ``python -m tests.test_samples
--update`` writes them anew: read the difference beside the README of the sample before you keep it.
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
PLATFORMS = {"zvm": "clean", "ibmi": "clean", "linux": "sound"}
"""Folders of samples, and the host in each with nothing wrong."""

NO_HOSTS = ("collect", "__pycache__")
"""Folders beside the IBM i samples: the collecting scripts, and what make.py leaves behind."""

FOLDERS = {
    path
    for name in PLATFORMS
    for path in (ROOT / "samples" / name).iterdir()
    if path.is_dir() and path.name not in NO_HOSTS
}
HOSTS = sorted(path for path in FOLDERS if (path / "README.md").exists())
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


def golden(host: Path) -> Path:
    """Where the expected report of a sample is: those of z/VM at the top."""
    folder = GOLDEN if host.parent.name == "zvm" else GOLDEN / host.parent.name
    return folder / f"{host.name}.txt"


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: f"{host.parent.name}-{host.name}")
def test_report(host: Path) -> None:
    document = report(host)
    assert document["crashed"] == []
    assert document["unreadable"] == []
    assert summary(document) == golden(host).read_text("utf-8")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_clean_host_has_nothing_above_info(platform: str) -> None:
    counts = report(ROOT / "samples" / platform / PLATFORMS[platform])["summary"]
    assert (counts["error"], counts["warning"]) == (0, 0)


def test_every_folder_has_a_readme_a_golden_report_and_a_line_in_the_documentation() -> None:
    assert set(HOSTS) == FOLDERS
    assert set(GOLDEN.rglob("*.txt")) == {golden(host) for host in HOSTS}
    page = (ROOT / "docs" / "samples.md").read_text("utf-8")
    listed = {host for host in HOSTS if f"](../samples/{host.parent.name}/{host.name}/README.md)" in page}
    assert listed == set(HOSTS)


def update() -> None:
    """Write the expected reports from what ssldiag says now."""
    GOLDEN.mkdir(exist_ok=True)
    for stale in set(GOLDEN.rglob("*.txt")) - {golden(host) for host in HOSTS}:
        stale.unlink()
    for host in HOSTS:
        golden(host).parent.mkdir(exist_ok=True)
        golden(host).write_text(summary(report(host)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python -m tests.test_samples --update")
    update()
