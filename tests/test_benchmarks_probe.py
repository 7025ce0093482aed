"""The benchmark of probes measures what it says: a small run of it."""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

import pytest

from tests.benchmarks.probe import run
from tests.benchmarks.probe.servers import free_ports

NEEDS_NGINX = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


@NEEDS_NGINX
def test_a_small_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--repeats", "1", "--hosts", "3", "--only", "ssldiag --quick"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^\| ssldiag --quick \| [\d.]+ \| [\d.]+ \| \d+ \|$", said, re.MULTILINE)
    assert re.search(r"^3 hosts, --quick: [\d.]+ s, \d+ hosts/s, ", said, re.MULTILINE)


def test_programs_that_are_not_there_are_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(run, "program", lambda: None)
    asked = argparse.Namespace(sslyze=None, only="")
    assert set(run.commands(1, asked, tmp_path)) == {"ssldiag --quick", "ssldiag", "ssldiag --full"}


def test_without_a_server(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert run.main(["--repeats", "1"]) == 3
    assert "nginx is not installed" in capsys.readouterr().err


def test_ports_are_free_and_different() -> None:
    assert len(set(free_ports(20))) == 20
