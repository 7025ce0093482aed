"""The programs that ``ssldiag pcap`` is measured with: a capture in, command lines and counts out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.harness import SSLDIAG

PEERS = Path(__file__).with_name("peers")
CLIENT_HELLO = "1"


@dataclass(frozen=True, slots=True)
class Tool:
    """A program. ``command`` is what runs it; ``hellos`` counts the ClientHellos that a run printed.

    ``missing`` says why it cannot be run, "" if it can. A ``slow`` one is given a part of a capture.
    """

    name: str
    command: Callable[[Path], list[str]]
    hellos: Callable[[Path], int]
    missing: str = ""
    slow: bool = False


def ssldiag(jobs: int = 1) -> Tool:
    """This program; everything it knows of each handshake, as JSON."""
    words = [*SSLDIAG, "pcap", "--format", "jsonl", "--jobs", str(jobs), "--fail-on", "never"]
    return Tool(f"ssldiag pcap --jobs {jobs}", lambda path: [*words, str(path)], _of_json)


def peers(python: str) -> list[Tool]:
    """The others. ``python`` runs the scripts of :mod:`tests.benchmarks.pcap.peers`."""
    return [
        _tshark(),
        _script(python, "dpkt", slow=False),
        _script(python, "pyshark", slow=True),
        _script(python, "scapy", slow=True),
    ]


def _tshark() -> Tool:
    fields = ["-Y", "tls.handshake", "-T", "fields", "-e", "frame.number", "-e", "tls.handshake.type"]
    missing = "" if shutil.which("tshark") else "tshark is not installed"
    return Tool("tshark", lambda path: ["tshark", "-r", str(path), *fields], _of_lines, missing)


def _script(python: str, name: str, slow: bool) -> Tool:
    script = PEERS / f"with_{name}.py"
    return Tool(
        name, lambda path: [python, str(script), str(path)], _of_lines, _not_importable(python, name), slow
    )


def _not_importable(python: str, name: str) -> str:
    try:
        done = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
    except OSError as error:
        return f"{python}: {error.strerror}"
    where = "this Python" if python == sys.executable else python
    return f"{name} is not installed in {where} (--peer-python)" if done.returncode else ""


def _of_lines(printed: Path) -> int:
    """Lines of frame and types, as tshark prints them."""
    with printed.open(encoding="utf-8", errors="replace") as lines:
        types = (line.rstrip("\n").partition("\t")[2].split(",") for line in lines)
        return sum(each.count(CLIENT_HELLO) for each in types)


def _of_json(printed: Path) -> int:
    """Two for a handshake whose ClientHello was asked for once more."""
    with printed.open(encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines)
        return sum(sum(each["type"] == "client_hello" for each in one["messages"]) for one in found)
