"""``ssldiag mc`` through the runner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app

RUNNER = CliRunner()


def mc(*words: str | Path) -> Any:
    """The command with these words."""
    return RUNNER.invoke(app, ["mc", *map(str, words)])


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that was taken through the first steps of all connections."""
    folder = tmp_path_factory.mktemp("mc") / "net"
    made = mc("init", folder, "--scenario", "all-connections", "--endpoints", "1")
    assert made.exit_code == 0, made.output
    return folder


def test_a_network_step_by_step(network: Path) -> None:
    refused = mc("step", network, "3")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "step 2 comes first, or the endpoints cannot be contacted" in refused.stderr
    assert mc("step", network, "1").stdout.startswith("SYSTEMA: stored: Server")
    whole = mc("step", network, "2", "--format", "json")
    assert json.loads(whole.stdout)["seen"][-1]["actor"] == "ENDPT1"
    assert mc("step", network, "restart-central").exit_code == 0
    apart = mc("connect", network)
    assert apart.exit_code == 1
    assert "SYSTEMA to ENDPT1: no connection: the client speaks SSL, the server does not" in apart.stdout
    assert mc("step", network, "4", "--on", "ENDPT1").exit_code == 0
    assert mc("step", network, "5").exit_code == 0
    together = mc("connect", network, "--format", "json")
    assert together.exit_code == 0
    found = json.loads(together.stdout)["connections"]
    assert {item["outcome"] for item in found} == {"tls"}
    assert found[0]["padlock"] is True
    listed = mc("step", network).stdout.splitlines()
    assert [line.split()[1] for line in listed if line.startswith("x")] == [
        "1",
        "2a",
        "2c",
        "2f",
        "3",
        "4",
        "5",
    ]
    assert json.loads(mc("step", network, "--format", "json").stdout)["steps"][1]["taken"] is True


def test_the_status(network: Path, tmp_path: Path) -> None:
    assert "Scenario all-connections" in mc("status", network).stdout
    target = tmp_path / "status.json"
    assert mc("status", network, "--format", "json", "-o", target).stdout == ""
    assert json.loads(target.read_text("utf-8"))["schema"] == "ssldiag.mc-status/1"


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("step", "77"), 2, "the scenario has no such step"),
        (("step", "1", "--set", "level"), 2, "level is not of the form KEY=VALUE"),
        (("step", "1", "--set", "colour=red"), 2, "colour is no choice of this step"),
        (("step", "6", "--set", "level=Any"), 1, "the document has level Client and server here"),
        (("set", "ENDPT1", "release=7.5"), 2, "no release from V5R1 to 7.4"),
        (("set", "ENDPT1", "ca=no", "colour=red"), 2, "colour is nothing of ENDPT1"),
        (("set", "\x1b[31m", "ca=no"), 2, "there is no"),
    ],
)
def test_what_is_refused(network: Path, words: tuple[str, ...], code: int, why: str) -> None:
    before = (network / "mc.json").read_bytes()
    result = mc(words[0], network, *words[1:])
    assert result.exit_code == code
    assert why in result.stderr
    assert "\x1b" not in result.stderr
    assert (network / "mc.json").read_bytes() == before


def test_no_network(tmp_path: Path) -> None:
    for word in ("status", "connect", "step"):
        result = mc(word, tmp_path / "none")
        assert (result.exit_code, result.stdout) == (3, "")
        assert "ssldiag mc init makes it" in result.stderr
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").touch()
    assert mc("init", tmp_path / "full", "--scenario", "client-connection").exit_code == 3


def test_a_run_that_the_doctor_then_examines(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    result = mc("run", "all-connections", "--with", "v5r1-endpoint", "--to", folder)
    assert result.exit_code == 1
    assert "V5R4 does not connect to V5R1" in result.stdout
    doctor = RUNNER.invoke(app, ["doctor", str(folder), "--select", "IBMI"])
    assert "IBMI124" in doctor.stdout
    again = mc("connect", folder)
    assert "SYSTEMA to ENDPT1: no connection: V5R4 does not connect to V5R1" in again.stdout


def test_a_run_as_json() -> None:
    result = mc("run", "client-connection", "--endpoints", "1", "--format", "json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["schema"] == "ssldiag.mc-run/1"
    assert [item["step"] for item in document["chapters"]] == [None, "1", "2", "3", "4"]
    last = {(one["client"], one["service"]): one for one in document["chapters"][-1]["connections"]}
    assert last["PC1", "mgtc"]["padlock"] is True
    assert last["PC2", "mgtc"]["padlock"] is False


def test_all_connections_end_with_step_5(tmp_path: Path) -> None:
    result = mc("run", "all-connections", "--endpoints", "1", "--to", tmp_path / "net")
    assert result.exit_code == 0
    assert "refused" not in result.stdout
    assert "Step 5 " in result.stdout
    assert "Step 6 " not in result.stdout
    assert "all-connections-client-auth" not in (tmp_path / "net/network.txt").read_text()


def test_a_violation_of_the_other_scenario() -> None:
    result = mc("run", "client-connection", "--with", "list-stale")
    assert result.exit_code == 2
    assert "list-stale is no violation of client-connection" in result.stderr


def test_the_list_of_violations() -> None:
    lines = mc("violations").stdout.splitlines()
    assert lines[0].split()[:2] == ["client-on-early", "client-connection"]
    document = json.loads(mc("violations", "--format", "json").stdout)
    assert len(document["violations"]) == len(lines)
