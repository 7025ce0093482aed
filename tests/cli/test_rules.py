"""``ssldiag rules``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.registry import load

RUNNER = CliRunner()


def test_table() -> None:
    result = RUNNER.invoke(app, ["rules"])
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[1:]] == list(load())


def test_prefixes_narrow_the_table() -> None:
    result = RUNNER.invoke(app, ["rules", "zvm10"])
    codes = [line.split()[0] for line in result.stdout.splitlines()[1:]]
    assert "ZVM101" in codes and all(code.startswith("ZVM10") for code in codes)


def test_page() -> None:
    result = RUNNER.invoke(app, ["rules", "zvm101"])
    assert result.stdout.startswith("error[ZVM101] stack-mismatch\n\n" + load()["ZVM101"].title)
    assert "Why it matters" in result.stdout


def test_json_and_markdown(tmp_path: Path) -> None:
    document = json.loads(RUNNER.invoke(app, ["rules", "--format", "json"]).stdout)
    assert [rule["code"] for rule in document["rules"]] == list(load())
    file = tmp_path / "page.md"
    result = RUNNER.invoke(app, ["rules", "ZVM101", "--format", "markdown", "-o", str(file)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text("utf-8").startswith("# ZVM101 stack-mismatch\n")


@pytest.mark.parametrize(("word", "hint"), [("ZVN101", "did you mean ZVM101?"), ("", "begins with ''")])
def test_unknown_codes_are_wrong_usage(word: str, hint: str) -> None:
    result = RUNNER.invoke(app, ["rules", word])
    assert result.exit_code == 2
    assert hint in result.stderr
