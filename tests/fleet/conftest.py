"""A Dask cluster on loopback: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fleet import made

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 120.0
"""Seconds to start: two busy cores take long to load Dask three times."""

SETTINGS = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",  # so that a killer kills twice, not eight times
    "DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD": "spawn",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONPATH": str(ROOT),
}


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process of the cluster."""
    command = (
        [sys.executable, "-m", "distributed.cli.dask_spec"] if not words else [sys.executable, "-m", *words]
    )
    log = (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb")
    with log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, **SETTINGS},
            start_new_session=True,
        )


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the scheduler; its two workers come back when they are killed."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    quiet = ("--no-dashboard", "--scheduler-file", str(told))
    processes = [
        started(folder, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *quiet)
    ]
    try:
        until = time.monotonic() + PATIENCE
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.05)
        where = (
            "--host",
            "127.0.0.1",
            "--nthreads",
            "1",
            "--memory-limit",
            "1GiB",
            "--local-directory",
            str(folder),
        )
        processes += [started(folder, "distributed.cli.dask_worker", *quiet, *where) for _ in range(2)]
        yield json.loads(told.read_text("utf-8"))["address"]
    finally:
        for process in processes:  # with the workers that they started
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of a small fleet."""
    return made.fleet(tmp_path_factory.mktemp("fleet"))
