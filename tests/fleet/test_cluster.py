"""A real scheduler and two workers as processes on loopback: the same results, whatever happens to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from ssldiag.fleet import run_pcap
from ssldiag.fleet.cluster import engine
from ssldiag.fleet.engine import Dask
from ssldiag.fleet.model import Failure, FleetError
from tests.fleet import processes
from tests.fleet.support import Quiet, documents, fleet_pcap, one_process, rotated, statuses

pytestmark = pytest.mark.xdist_group("dask")
"""One cluster for all of them."""


@pytest.fixture
def dask(scheduler: str) -> Iterator[Dask]:
    with engine(scheduler, 2) as found:
        found._client.wait_for_workers(2, timeout=120)
        yield found


def pids(dask: Dask) -> list[int]:
    """The processes of the workers."""
    return sorted(dask._client.run(os.getpid).values())


def test_the_same_as_one_process_though_a_worker_is_killed(
    tmp_path: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_pcap, "UNTAKEN", 0)  # so that it is killed in the middle
    paths = rotated(tmp_path / "in")
    data = paths[3].read_bytes()
    paths[3].write_bytes(data[: len(data) // 2] + b"\xff" * 3000 + data[len(data) // 2 + 3000 :])
    killed: list[int] = []

    def kill(done: int) -> None:
        if not killed:
            killed.append(pids(dask)[0])
            os.kill(killed[0], signal.SIGKILL)

    found = fleet_pcap(paths, tmp_path / "out", dask, told=Quiet(kill))
    assert killed
    assert documents(tmp_path / "out") == one_process(paths)
    assert found.unreadable == 0
    assert statuses(tmp_path / "out")[paths[3].name] == "damaged"


def deadly(argument: int) -> int:
    """Ends its process for one of its arguments; raises for another."""
    if argument == 3:
        os.kill(os.getpid(), signal.SIGKILL)
        sleep(60)
    if argument == 5:
        raise ValueError("of no use")
    return argument * 10


def test_what_kills_workers_is_found_out(dask: Dask) -> None:
    asked: list[tuple[str, int | None]] = [(str(number), number) for number in range(8)]
    found = list(dask.ordered(deadly, [*asked, ("nothing", None)]))
    assert [context for context, _ in found] == [*"01234567", "nothing"]
    values: dict[str, Any] = dict(found)
    assert isinstance(values["3"], Failure) and values["3"].killed
    assert values["5"] == Failure("ValueError: of no use")
    assert values["nothing"] is None
    assert [values[str(number)] for number in (0, 1, 2, 4, 6, 7)] == [0, 10, 20, 40, 60, 70]


def late(argument: int) -> int:
    """Takes a while."""
    sleep(0.2)
    return argument


def test_a_scheduler_that_is_lost_is_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (
        processes.cluster(tmp_path, 1) as address,
        pytest.raises(FleetError, match="connection to the scheduler was lost; --resume does"),
        engine(address, 1) as found,
    ):
        scheduler = found._client.run_on_scheduler(os.getpid)
        for _ in found.ordered(late, [(number, number) for number in range(300)]):
            os.kill(scheduler, signal.SIGKILL)
    assert "Traceback" not in capfd.readouterr().err


HELD = """
import time
from contextlib import suppress
import typer
from ssldiag.cli.exits import guarded
from ssldiag.fleet.cluster import engine
with suppress(typer.Exit), guarded(), engine("local", 1):
    print("up", flush=True)
    time.sleep(60)
"""


def test_control_c_is_one_line() -> None:
    """A terminal sends it to the workers as well."""
    command = [sys.executable, "-c", HELD]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stdout is not None and run.stdout.readline() == "up\n"
    os.killpg(run.pid, signal.SIGINT)
    assert run.communicate(timeout=60) == ("", "ssldiag: interrupted\n")


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssldiag.fleet.cluster.TIMEOUT", "1s")
    with pytest.raises(FleetError, match="no scheduler answers there"), engine("tcp://127.0.0.1:9", 1):
        pass
