"""The benchmark of captures measures what it says: a small run of it, and what its peers find out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.harness import ROOT
from tests.benchmarks.pcap.run import Capture, made, main, part
from tests.benchmarks.pcap.tools import Tool, peers, ssldiag

CONNECTIONS = 12


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    """A small one, made as the large one is."""
    path = tmp_path_factory.mktemp("bench") / "large.pcap"
    return made(path, "--size", "100000", "--connections", str(CONNECTIONS))


def test_a_small_run(capture: Capture, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--large", str(capture.path), "--handshakes", str(tmp_path / "few.pcap"), "--connections", "5"]
    assert main([*words, "--repeats", "1", "--part", "100", "--peer-python", "/nowhere/python"]) == 0
    large, jobs, few = re.split(r"\n\n(?=\| command|handshakes alone)", capsys.readouterr().out)
    assert f"{capture.packets:,} packets" in large
    assert re.search(
        rf"\| ssldiag pcap --jobs 1 \| {capture.packets:,} \| {CONNECTIONS} \| .* \| 1\.0x \|", large
    )
    assert "dpkt: not measured, /nowhere/python: No such file" in large
    assert jobs.count("| yes |") == 2
    assert "| ssldiag pcap --jobs 1 |" in few
    assert (tmp_path / "few.json").exists()


def test_a_part_is_a_capture_of_the_first_packets(capture: Capture, tmp_path: Path) -> None:
    some = part(capture, 10, tmp_path)
    assert some.packets == 10
    assert capture.path.read_bytes().startswith(some.path.read_bytes())
    assert part(capture, capture.packets, tmp_path) is capture


@pytest.mark.parametrize("name", ["tshark", "pyshark", "scapy", "ssldiag"])
def test_each_finds_the_client_hellos(capture: Capture, tmp_path: Path, name: str) -> None:
    if name in ("tshark", "pyshark") and shutil.which("tshark") is None:
        pytest.skip("tshark is not installed")
    known: dict[str, Tool] = {tool.name.split()[0]: tool for tool in (ssldiag(), *peers(sys.executable))}
    assert not known[name].missing
    with (tmp_path / "output").open("wb") as output:
        subprocess.run(known[name].command(capture.path), cwd=ROOT, stdout=output, check=True, timeout=100)
    assert known[name].hellos(tmp_path / "output") >= CONNECTIONS


def test_what_cannot_be_measured_says_why() -> None:
    missing = {tool.name: tool.missing for tool in peers("/nowhere/python")}
    assert missing["scapy"] == "/nowhere/python: No such file or directory"
    found = {tool.name: tool for tool in peers(sys.executable)}
    assert [name for name, tool in found.items() if tool.slow] == ["pyshark", "scapy"]
