"""``ssldiag ssladmin`` and ``ssldiag netstat`` through the runner, against a pool that is none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.pool.admin import netstat, ssladmin
from ssldiag.pool.admin.answers import admit, answer, refused
from ssldiag.pool.admin.requests import Refusal
from tests.pool.admin.samples import NOW, STATUS
from tests.pool.test_client import pool

RUNNER = CliRunner()
GRAMMARS = {"SSLADMIN": ssladmin.parse, "NETSTAT": netstat.parse}


def as_the_stack_does(message: dict[str, Any]) -> bytes:
    request = GRAMMARS[message["program"]]([message["words"]], message["seen"])
    why = request if isinstance(request, Refusal) else admit(request, STATUS)
    if why is not None or isinstance(request, Refusal):
        assert why is not None
        found = refused(message["program"], why, message["words"])
    else:
        found = answer(request, STATUS, NOW)
    whole = {"exit": found.exit, "lines": list(found.lines), "document": found.document}
    return json.dumps(whole).encode() + b"\n"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with pool(tmp_path / "pool", as_the_stack_does) as got:
        yield str(tmp_path / "pool"), got


Running = tuple[str, list[dict[str, Any]]]


@pytest.mark.parametrize(
    "words", [[], ["QUERY", "STATUS"], ["Q", "ST", "S"], ["query status summary"], ["q(ssl", "all)"]]
)
def test_the_summary(running: Running, words: list[str]) -> None:
    result = RUNNER.invoke(app, ["ssladmin", running[0], *words])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("SSL server status for stack TCPIP\nServer    State ")


def test_options_may_be_quoted_or_not(running: Running) -> None:
    one = RUNNER.invoke(app, ["ssladmin", running[0], "QUERY STATUS DETAILS (SSL SSL00002"])
    two = RUNNER.invoke(app, ["ssladmin", running[0], "QUERY", "STATUS", "DETAILS", "(SSL", "SSL00002)"])
    assert one.stdout == two.stdout
    assert one.stdout.startswith("SSL00002: Active since")


def test_json(running: Running) -> None:
    result = RUNNER.invoke(app, ["ssladmin", running[0], "QUERY", "CERT", "--format", "json"])
    document = json.loads(result.stdout)
    assert (result.exit_code, document["schema"]) == (0, "ssldiag.ssladmin/1")
    assert result.stdout.isascii()
    assert "\x1b" not in result.stdout


def test_to_a_file(running: Running, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["netstat", running[0], "CONN", "-o", str(tmp_path / "conn")])
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "conn").read_text("utf-8").startswith("VM TCP/IP Netstat Level 720")


def test_set_is_kept_and_cleared(running: Running) -> None:
    directory, got = running
    kept = Path(directory) / "run" / f"settings-{os.getuid()}.json"
    assert RUNNER.invoke(app, ["ssladmin", directory, "SET", "SSL", "SSL00002"]).exit_code == 0
    assert json.loads(kept.read_text("utf-8")) == {"server": "SSL00002"}
    assert kept.stat().st_mode & 0o777 == 0o600
    details = RUNNER.invoke(app, ["ssladmin", directory, "Q ST D"])
    assert details.stdout.startswith("SSL00002: ")
    assert got[-1]["seen"] == {"server": "SSL00002"}
    assert RUNNER.invoke(app, ["ssladmin", directory, "SET", "SSL", "SSL00009"]).exit_code == 1
    assert json.loads(kept.read_text("utf-8")) == {"server": "SSL00002"}
    assert RUNNER.invoke(app, ["ssladmin", directory, "CLEAR"]).exit_code == 0
    assert json.loads(kept.read_text("utf-8")) == {}


def test_a_refusal_of_the_pool(running: Running) -> None:
    result = RUNNER.invoke(app, ["ssladmin", running[0], "START", "SSL00001"])
    assert (result.exit_code, result.stdout) == (1, "DTCSSLT28E SSL00001 is Active already\n")
    result = RUNNER.invoke(app, ["netstat", running[0], "SSL", "STOP", "SSL00004", "--format", "json"])
    assert (result.exit_code, json.loads(result.stdout)["refused"]["id"]) == (1, "DTCNETT28E")


def test_wrong_words_ask_no_pool(running: Running) -> None:
    result = RUNNER.invoke(app, ["ssladmin", running[0], "QUERY", "WHAT"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("DTCSSLT20E WHAT is not a query of SSLADMIN")
    result = RUNNER.invoke(app, ["netstat", running[0], "--format", "json"])
    assert (result.exit_code, json.loads(result.stdout)["refused"]["id"]) == (2, "DTCNETT22E")
    assert running[1] == []


@pytest.mark.parametrize("program", ["ssladmin", "netstat"])
def test_help_asks_no_pool(tmp_path: Path, program: str) -> None:
    result = RUNNER.invoke(app, [program, str(tmp_path / "none"), "HELP"])
    assert result.exit_code == 0
    assert result.stdout.startswith(program.upper())
    result = RUNNER.invoke(app, [program, str(tmp_path / "none"), "HELP", "--format", "json"])
    assert json.loads(result.stdout)["lines"][0].startswith(program.upper())


@pytest.mark.parametrize("program", ["ssladmin", "netstat"])
def test_no_pool(tmp_path: Path, program: str) -> None:
    words = ["CONN"] if program == "netstat" else []
    result = RUNNER.invoke(app, [program, str(tmp_path), *words])
    assert result.exit_code == 3
    assert "no pool is running there; ssldiag pool start" in result.stderr


def test_monitor(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("ssldiag.cli.admin_run.time.sleep", slept.append)
    result = RUNNER.invoke(app, ["ssladmin", running[0], "Q TRACE (MON 5", "--count", "3"])
    assert (result.exit_code, slept) == (0, [5, 5])
    assert result.stdout == "SSL00001: CONNECTIONS DATA ALL 20\nSSL00002: NOTRACE\n\n" * 3
    result = RUNNER.invoke(app, ["ssladmin", running[0], "Q (MON 1", "--count", "2", "--format", "json"])
    assert [json.loads(line)["command"] for line in result.stdout.splitlines()] == [
        "QUERY STATUS SUMMARY"
    ] * 2


def test_monitor_ends_when_interrupted(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ssldiag.cli.admin_run.time.sleep", interrupted)
    result = RUNNER.invoke(app, ["ssladmin", running[0], "Q TRACE (MON 5"])
    assert (result.exit_code, result.stdout.count("NOTRACE")) == (0, 1)
