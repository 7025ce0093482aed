"""A Dask cluster on loopback: a scheduler and workers, each a process of its own, as on several machines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 120.0
"""Seconds to start: two busy cores take long to load Dask three times."""

SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__GIL__ENABLED": "False",
}
"""As docs/fleet/clusters.md has it for clusters of one's own."""


@contextmanager
def cluster(
    folder: Path, workers: int, memory: str = "1GiB", settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address of the scheduler. Workers that are killed come back; at the end all are."""
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    common = (
        "--no-dashboard",
        "--dashboard-address",
        "127.0.0.1:0",
        "--scheduler-file",
        str(told),
        "--host",
        "127.0.0.1",
    )
    own = ("--nthreads", "1", "--memory-limit", memory, "--local-directory", str(folder))
    more = dict(settings or {})
    processes = [started(folder, more, "distributed.cli.dask_scheduler", "--port", "0", *common)]
    try:
        until = time.monotonic() + PATIENCE
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.05)
        words = ("distributed.cli.dask_worker", *common, *own)
        processes += [started(folder, more, *words) for _ in range(workers)]
        yield json.loads(told.read_text("utf-8"))["address"]
    finally:
        for process in processes:  # with the workers that they started
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def started(folder: Path, settings: Mapping[str, str], *words: str) -> subprocess.Popen[bytes]:
    """A process of the cluster, the first of a group."""
    command = [sys.executable, "-m", *words]
    environment = {**os.environ, **SETTINGS, **settings}
    with (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env=environment, start_new_session=True
        )
