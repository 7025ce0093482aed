"""``ssldiag sslpool`` through the runner."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from ssldiag.cli import app

RUNNER = CliRunner()


def test_the_default_plan() -> None:
    result = RUNNER.invoke(app, ["sslpool"])
    assert result.exit_code == 0
    assert result.stdout.startswith("SSLPOOL PLAN for SSL* of the stack TCPIP\n")


def test_options_quoted_or_not() -> None:
    one = RUNNER.invoke(app, ["sslpool", "PLAN (NOPOOL"])
    two = RUNNER.invoke(app, ["sslpool", "PLAN", "(", "NOPOOL", ")"])
    assert one.stdout == two.stdout
    assert "SSLSERV" in one.stdout


def test_json_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    words = ["sslpool", "PLAN", "--sessions", "500", "--format", "json", "-o", str(target)]
    assert RUNNER.invoke(app, words).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["sizing"]["servers"] == 5


def test_wrong_words() -> None:
    result = RUNNER.invoke(app, ["sslpool", "PLANE"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("DTCPLNT20E PLANE is not a command of SSLPOOL")
