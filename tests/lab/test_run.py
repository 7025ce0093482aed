"""Runs of faults: the fast ones as the catalogue has them, and what a run does with a wrong expectation."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.lab.catalogue import load, named
from ssldiag.lab.fault import DoctorWish, Fault, FindingWish
from ssldiag.lab.run import Options, run
from ssldiag.lab.stage import Ran
from tests.conftest import REQUIRE_TOOLS

FAULTS = load()
WHOLE = "the whole catalogue is run by make test-all"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault(fault: Fault) -> None:
    """Each fault shows what its file says, and is repaired by what its file says.

    A run is of real processes, each with a clock of its own: one that was not as expected is played once
    more, since what a file or ssldiag has wrong is wrong twice.
    """
    if not (fault.fast or REQUIRE_TOOLS):
        pytest.skip(WHOLE)
    story = run(fault, Options())
    if not story.ok:
        story = run(fault, Options())
    assert [item for item in story.stage.judgements if not item.ok] == []
    assert [act.number for act in story.stage.acts] == [1, 2, 3, 4, 5, 6, 7]


def test_a_wrong_expectation_is_told_with_what_was_found() -> None:
    fault = named("client-too-old", FAULTS)
    client = replace(fault.clients[0], ends="well", sees=("no such words",))
    fault = replace(
        fault,
        clients=(client,),
        doctor=DoctorWish((FindingWish("ZVM101", ("TCPIP.DATA",)),)),
        logs=(),
        explain=(),
    )
    story = run(fault, Options(live=False))
    assert not story.ok
    wrong = {item.what: item for item in story.stage.judgements if not item.ok}
    assert set(wrong) == {"python to echo", "python to echo sees", "doctor"}
    assert wrong["python to echo"].expected == "it ends well"
    assert "it fails (code 1): failed: SSLError" in wrong["python to echo"].found
    assert wrong["doctor"].expected == "ZVM101 TCPIP.DATA"


def test_kept_files_are_all_there_and_nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    story = run(named("client-too-old", FAULTS), Options(keep=True, live=False))
    folder = Path(story.folder)
    assert folder.parent == tmp_path
    commands = [item.command for act in story.stage.acts for item in act.items if isinstance(item, Ran)]
    files = {word for command in commands for word in command.split() if word.startswith("$LAB/")}
    assert files
    assert [word for word in files if not Path(word.replace("$LAB", str(folder))).exists()] == []
    assert not running(folder)


def running(folder: Path) -> list[str]:
    """The processes that have the folder in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in words:
            found.append(path.parent.name)
    return found


@pytest.fixture
def heeding() -> Iterator[None]:
    """New processes heed Ctrl-C, even if the tests run behind ``nohup ... &``, whose children ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ssldiag", "lab", "run", "client-too-old"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "pool start" in line:
            break
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 130
    deadline = time.monotonic() + 5
    while running(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert running(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_several_at_once() -> None:
    """Two processes, one document."""
    names = ["client-too-old", "http-on-tls-port"]
    done = subprocess.run(
        [sys.executable, "-m", "ssldiag", "lab", "run", *names, "--format", "json", "--jobs", "2"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(done.stdout)
    assert (document["schema"], document["ok"]) == ("ssldiag.lab/1", True)
    assert [item["name"] for item in document["runs"]] == names
    first = document["runs"][0]
    assert [act["number"] for act in first["acts"]] == [1, 2, 3, 4, 5, 6, 7]
    assert all(result["ok"] for result in first["results"])
    assert "2 of 2: " in done.stderr
