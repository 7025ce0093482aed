"""``ssldiag pcap --live``: handshakes as they end, the counts at last, Ctrl-C, what cannot be captured."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ssldiag.capture.engines import EngineFailed, EngineMissing
from ssldiag.capture.engines.live import LiveCapture
from ssldiag.cli import app
from ssldiag.cli.pcap_live import stopped_by_interrupt
from tests.pcaps import pcap, refused


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["pcap", "--now", "2026-11-22T12:00Z", *arguments])


@pytest.fixture
def interface(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interface that gives one failed handshake, and then goes away."""
    path = tmp_path / "wire.pcap"
    path.write_bytes(pcap(refused(48)))
    monkeypatch.setattr(LiveCapture, "_socket", lambda self, scapy: scapy.PcapReader(str(path)))


@pytest.mark.usefixtures("interface")
def test_text() -> None:
    result = run("--live", "made0")
    assert result.exit_code == 1
    assert result.stderr == "ssldiag: capturing from made0; Ctrl-C ends it\n"
    assert result.stdout.startswith("FAILED  ")
    assert "\nmade0: 1 handshake: 1 failed\n" in result.stdout
    assert "  - made0: the interface went away, and the capture ended\n" in result.stdout
    assert "\nSummary\n" in result.stdout


@pytest.mark.usefixtures("interface")
def test_json_lines() -> None:
    result = run("--live", "made0", "-q", "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (1, "")
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["file"] == "made0"


@pytest.mark.usefixtures("interface")
def test_filters() -> None:
    result = run("--live", "made0", "--port", "1")
    assert result.exit_code == 0
    assert result.stdout.startswith("\nmade0: no TLS handshake of those asked for\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            EngineFailed("--live made0: there is no such interface"),
            "ssldiag: --live made0: there is no such interface\n",
        ),
        (EngineMissing("scapy is not installed (...)"), "ssldiag: scapy is not installed (...)\n"),
    ],
)
def test_what_cannot_be_captured(error: Exception, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: LiveCapture) -> Iterator[Any]:
        raise error
        yield

    monkeypatch.setattr(LiveCapture, "handshakes", fail)
    result = run("--live", "made0", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", said)


def test_dropped_packets_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(self: LiveCapture) -> Iterator[Any]:
        self.dropped = 1234
        yield from ()

    monkeypatch.setattr(LiveCapture, "handshakes", none)
    result = run("--live", "made0")
    said = " ".join(result.stdout.split())
    assert "made0: 1,234 packets came faster than they could be decoded, and were dropped" in said


def test_the_first_interrupt_ends_the_capture_and_the_second_one_the_program() -> None:
    capture, before = LiveCapture("made0"), signal.getsignal(signal.SIGINT)
    with stopped_by_interrupt(capture):
        os.kill(os.getpid(), signal.SIGINT)
        assert capture.stop
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--live", "lo", "--engine", "tshark"], "--live captures with scapy"),
        (["--live", "lo", "--verify"], "--verify compares files"),
        (["wire.pcap", "--seconds", "3"], "--seconds ends a --live capture"),
    ],
)
def test_wrong_usage(words: list[str], said: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
