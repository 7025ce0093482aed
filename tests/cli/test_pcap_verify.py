"""``ssldiag pcap --verify``: no disagreement, some, what it writes, and files that one engine cannot read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ssldiag.capture.engines import tshark
from ssldiag.cli import app
from ssldiag.wire.model import Handshake
from tests.capture.engines.captures import MADE, native


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["pcap", "--verify", *map(str, arguments)])


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Two connections, on a port that tshark takes for TLS."""
    path = tmp_path / "wire.pcap"
    path.write_bytes(MADE["two"])
    return path


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tshark that is there, and takes each handshake for one of TLS 1.0."""

    def decode(paths: list[Path], *rest: Any) -> Iterator[Handshake]:
        return (replace(one, version=0x0301) for one in native(paths[0]))

    monkeypatch.setattr(tshark, "check", lambda: None)
    monkeypatch.setattr(tshark, "decode", decode)


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
@pytest.mark.parametrize("engine", ["native", "scapy"])
def test_no_disagreement(wire: Path, engine: str) -> None:
    result = run(wire, "--engine", engine)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{engine} and tshark: 2 handshakes, 56 fields compared, no disagreement\n"


@pytest.mark.usefixtures("other")
def test_disagreements(wire: Path) -> None:
    result = run(wire)
    assert result.exit_code == 1
    assert result.stdout.count("  version\n    native  0x0303\n    tshark  0x0301\n") == 2
    assert result.stdout.endswith("2 disagreements\n")


@pytest.mark.usefixtures("other")
def test_json(wire: Path) -> None:
    document = json.loads(run(wire, "--format", "json").stdout)
    assert document["schema"] == "ssldiag.comparison/1"
    assert document["engines"] == ["native", "tshark"]
    assert [(item["field"], item["native"], item["tshark"]) for item in document["disagreements"]] == [
        ("version", 0x0303, 0x0301)
    ] * 2


@pytest.mark.usefixtures("other")
def test_filters_hold_for_both(wire: Path) -> None:
    document = json.loads(run(wire, "--format", "json", "--port", "50002").stdout)
    assert document["handshakes"] == 1


@pytest.mark.usefixtures("other")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    gone = tmp_path / "gone.pcap"
    result = run(gone)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "gone.pcap: No such file or directory" in result.stderr
