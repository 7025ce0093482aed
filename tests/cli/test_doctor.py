"""``ssldiag doctor`` from the command line to its output, on small hosts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ssldiag.cli import app

RUNNER = CliRunner()
NOW = "2026-11-22T12:00Z"

DTCPARMS = ":nick.SSL* :type.server :class.ssl\n           :stack.{stack}\n"
TCPIP_DATA = "TCPIPUSERID TCPIP\nSECURETELNETCLIENT YES\n"


def doctor(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["doctor", "--now", NOW, *map(str, arguments)])


def host(folder: Path, stack: str = "TCPIP2") -> Path:
    folder.mkdir()
    (folder / "SYSTEM DTCPARMS").write_text(DTCPARMS.format(stack=stack))
    (folder / "TCPIP DATA").write_text(TCPIP_DATA)
    return folder


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A host whose DTCPARMS and TCPIP DATA disagree."""
    monkeypatch.chdir(tmp_path)
    return host(tmp_path / "bad")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A host where nothing is known to be wrong."""
    return host(tmp_path / "good", "TCPIP")


def codes(result: Result) -> list[str]:
    document: dict[str, Any] = json.loads(result.stdout)
    return [finding["code"] for finding in document["findings"]]


def test_text(bad: Path) -> None:
    result = doctor(bad)
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "bad: 2 files, z/VM, judged at 2026-11-22 12:00 UTC\n\nerror[ZVM101] stack-mismatch\n"
    )
    assert "2 |            :stack.TCPIP2\n  |                   ^^^^^^" in result.stdout
    assert re.search(r"\n1 error; \d+ checks? passed, \d+ skipped[^\n]*\n$", result.stdout)
    assert result.stderr == ""


def test_a_host_without_findings(good: Path) -> None:
    result = doctor(good)
    assert result.exit_code == 0
    assert "\nno problem found; " in result.stdout


def test_quiet_and_verbose(bad: Path) -> None:
    assert re.fullmatch(r"SYSTEM DTCPARMS:2:\d+: error: .* \[ZVM101\]\n", doctor(bad, "-q").stdout)
    told = doctor(bad, "-v").stdout
    assert re.search(r"Taken for:\n  SYSTEM DTCPARMS  DTCPARMS file \(.+\)\n", told)


def test_verbose_names_what_was_left_alone(bad: Path) -> None:
    (bad / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    assert "Left alone:\n  photo.jpg" in doctor(bad, "-v").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "never"], 0),
        (["--ignore", "ZVM101"], 0),
        (["--select", "CERT"], 0),
        (["--select", "zvm1,CERT"], 1),
        (["--select", "ZVM101", "--ignore", "ZVM"], 1),
    ],
)
def test_exit_codes_follow_selection_and_threshold(bad: Path, arguments: list[str], code: int) -> None:
    assert doctor(bad, *arguments).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x", "--now", "soon"], "--now soon: is not a time"),
        (["x", "--release", "soon"], "--release soon: is not a z/VM level"),
        (["x", "--select", "ZVN"], "no rule has a code that begins with 'ZVN'; did you mean"),
        (["x", "--config", "none.toml"], "none.toml: cannot be read"),
        (["x", "--baseline", "none.json"], "none.json: cannot be read"),
        (["x", "--password-env", "NO_SUCH_NAME"], "there is no such environment variable"),
        (["x", "--format", "pdf"], "'pdf' is not one of"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments: list[str], message: str) -> None:
    result = RUNNER.invoke(app, ["doctor", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    result = doctor(tmp_path / "none")
    assert result.exit_code == 3
    assert "none" in result.stderr and result.stderr.count("\n") == 1


def test_an_empty_folder(tmp_path: Path) -> None:
    result = doctor(tmp_path)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_verbose_says_what_unknown_files_are(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    short, long = doctor(tmp_path), doctor(tmp_path, "-v")
    assert short.exit_code == long.exit_code == 3
    assert short.stderr.count("\n") == 1
    assert "Left alone:\n  photo.jpg" in long.stderr
    assert long.stdout == ""


def test_each_format(bad: Path) -> None:
    assert codes(doctor(bad, "--format", "json")) == ["ZVM101"]
    assert codes(doctor(bad, "--format", "jsonl")) == ["ZVM101"]
    (run,) = json.loads(doctor(bad, "--format", "sarif").stdout)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["ZVM101"]
    suite = ET.fromstring(doctor(bad, "--format", "junit").stdout)
    assert len(list(suite.iter("failure"))) == 1
    assert "### error `ZVM101` stack-mismatch" in doctor(bad, "--format", "markdown").stdout


def test_several_hosts(bad: Path, good: Path) -> None:
    text = doctor(bad, good)
    assert text.exit_code == 1
    assert text.stdout.count("=" * 80) == 3
    assert re.search(r"\n1 error in 2 hosts; ", text.stdout)
    lines = doctor(bad, good, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["snapshot"]["name"] for line in lines] == ["bad", "good"]
    document = json.loads(doctor(bad, good, "--format", "json").stdout)
    assert document["schema"] == "ssldiag.reports/1"
    assert [report["summary"]["error"] for report in document["reports"]] == [1, 0]
    assert len(json.loads(doctor(bad, good, "--format", "sarif").stdout)["runs"]) == 2


def test_one_of_several_hosts_is_not_there(bad: Path, tmp_path: Path) -> None:
    result = doctor(tmp_path / "none", bad, "-q")
    assert result.exit_code == 3
    assert "[ZVM101]" in result.stdout
    assert "none" in result.stderr


def test_output_file(bad: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    result = doctor(bad, "--format", "json", "-o", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(file.read_text())["schema"] == "ssldiag.report/1"


def test_configuration_in_the_folder(bad: Path) -> None:
    (bad / "ssldiag.toml").write_text(
        "[[suppress]]\ncode = 'ZVM101'\nreason = 'being moved'\nuntil = 2026-11-22\n"
    )
    result = doctor(bad)
    assert result.exit_code == 0
    assert "Set aside:\n    1  ZVM101, until 2026-11-22: being moved\n" in result.stdout
    assert "settings are from ssldiag.toml" in result.stdout
    later = RUNNER.invoke(app, ["doctor", "--now", "2026-11-23", str(bad)])
    assert later.exit_code == 1
    assert "the suppression of ZVM101 ended on 2026-11-22 (being moved)" in later.stdout


def test_a_mistake_in_the_configuration_is_named(bad: Path) -> None:
    (bad / "ssldiag.toml").write_text("fail_onn = 'info'\n")
    result = doctor(bad)
    assert result.exit_code == 2
    assert "ssldiag.toml: fail_onn: there is no such key; did you mean fail_on?" in result.stderr


def test_baseline(bad: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    doctor(bad, "--format", "json", "-o", before)
    assert doctor(bad, "--baseline", before).exit_code == 0
    (bad / "SYSTEM DTCPARMS").write_text("* a new first line\n" + DTCPARMS.format(stack="TCPIP2"))
    moved = doctor(bad, "--baseline", before, "--format", "json")
    assert moved.exit_code == 0
    assert json.loads(moved.stdout)["suppressed"][0]["reason"] == "already in before.json"
    (bad / "SYSTEM DTCPARMS").write_text(DTCPARMS.format(stack="TCPIP3"))
    assert doctor(bad, "--baseline", before).exit_code == 1


def test_colours_only_where_they_are_wanted(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in doctor(bad).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31m" in RUNNER.invoke(app, ["doctor", str(bad)], color=True).stdout
    assert "\x1b" not in RUNNER.invoke(app, ["doctor", "--no-color", str(bad)], color=True).stdout


def test_as_a_program(bad: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ssldiag", "doctor", "-q", str(bad)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout.endswith("[ZVM101]\n")
    assert done.stderr == ""
