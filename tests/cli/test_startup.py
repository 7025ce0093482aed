"""``--help`` and light commands load nothing heavy: judged by what is loaded, not by the clock."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from ssldiag.cli import COMMANDS

HEAVY = ("rich", "cryptography", "numpy", "scapy", "pyshark", "jinja2", "pygments", "pydantic")

PROBE = """
import atexit, sys
def told():
    for name in {heavy!r}:
        if name in sys.modules:
            print("loaded", name, file=sys.stderr)
    for name in sorted(sys.modules):
        if name.startswith("ssldiag."):
            print("own", name, file=sys.stderr)
atexit.register(told)
sys.argv = ["ssldiag", *{arguments!r}]
from ssldiag.cli import main
main()
"""


def run(*arguments: str) -> tuple[str, list[str], list[str]]:
    """Standard output, the heavy modules, and our own."""
    code = PROBE.format(heavy=HEAVY, arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    told = [line.split() for line in done.stderr.splitlines()]
    heavy = [name for kind, name, *_ in told if kind == "loaded"]
    return done.stdout, heavy, [name for kind, name, *_ in told if kind == "own"]


def test_help_loads_no_command() -> None:
    out, heavy, own = run("--help")
    assert all(name in out for name in COMMANDS)
    assert heavy == []
    assert own == ["ssldiag.cli", "ssldiag.cli.exits", "ssldiag.cli.swift"]


@pytest.mark.parametrize(
    "arguments", [["--version"], ["doctor", "--help"], ["rules", "--help"], ["rules"], ["keydb", "--help"]]
)
def test_nothing_heavy_is_loaded(arguments: list[str]) -> None:
    if importlib.util.find_spec(f"ssldiag.cli.{arguments[0]}") is None and arguments[0] in COMMANDS:
        pytest.skip("this command is not there yet")
    out, heavy, _ = run(*arguments)
    assert out
    assert heavy == []


@pytest.mark.skipif(
    importlib.util.find_spec("ssldiag.cli.explain") is None, reason="this command is not there yet"
)
def test_explain_is_light() -> None:
    out, heavy, own = run("explain", "421")
    assert out
    assert heavy == []
    assert "ssldiag.doctor" not in own and "ssldiag.registry" not in own


def test_pcap_loads_what_the_format_needs() -> None:
    sample = Path(__file__).parents[2] / "samples/captures/refused.pcap"
    out, heavy, own = run("pcap", str(sample), "--format", "jsonl", "--fail-on", "never")
    assert out.count("\n") == 13
    assert not {"pydantic", "numpy"} & set(heavy)
    assert not {"ssldiag.render.handshake_html", "ssldiag.render.handshake_markdown"} & set(own)
