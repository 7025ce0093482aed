"""A word of the command line in, a connection to a Dask cluster out: local processes, or one that is there.

The local one listens on loopback alone, has no dashboard, and is gone afterwards.
"""

from __future__ import annotations

import gc
import logging
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from typing import Any

from ssldiag import __version__
from ssldiag.fleet.bounds import WORKER_MEMORY
from ssldiag.fleet.engine import Dask
from ssldiag.fleet.model import FleetError

LOCAL = "local"

TIMEOUT = "30s"
"""How long a scheduler has to answer."""

SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,  # a task that two workers died of is looked at alone
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.use-file-locking": False,
    "distributed.worker.profile.enabled": False,  # looks at all threads a hundred times a second
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.nanny.pre-spawn-environ.OPENBLAS_NUM_THREADS": 1,
    "distributed.nanny.pre-spawn-environ.OMP_NUM_THREADS": 1,
    "distributed.admin.low-level-log-length": 0,
    "distributed.admin.tick.interval": "500ms",  # not fifty times a second
    "distributed.comm.timeouts.connect": TIMEOUT,
}
"""Where Dask's own defaults are for interactive work."""

NEEDS = "this needs the packages of ssldiag[cluster]: pip install 'ssldiag[cluster]'"


@contextmanager
def engine(cluster: str, workers: int, memory: int = WORKER_MEMORY) -> Iterator[Dask]:
    """Connect. Raises FleetError."""
    try:
        import dask
        import distributed
    except ImportError as error:
        raise FleetError(f"{NEEDS} ({error})") from error
    connect: Any = distributed.Client
    with dask.config.set(SETTINGS):
        if cluster == LOCAL:
            with _local(workers, memory) as address, connect(address) as client:
                client.run(seldom)
                yield Dask(client, workers)
            return
        with _silence():
            try:
                client = connect(cluster, timeout=TIMEOUT)
            except (OSError, ValueError, TimeoutError) as error:
                raise FleetError(f"{cluster}: no scheduler answers there: {error}") from error
            with client:
                yield Dask(client, _ready(client, cluster))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from writing tracebacks of what is told in a sentence."""
    log = logging.getLogger("distributed")
    client = logging.getLogger("distributed.client")  # has a level of its own where Dask is configured so
    levels = log.level, client.level
    for each in (log, client):
        each.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for each, level in zip((log, client), levels, strict=True):
            each.setLevel(level)


@contextmanager
def _deaf() -> Iterator[None]:
    """Threads and processes that are started meanwhile do not hear Control-C, which a terminal sends to all
    of them: it is for this thread to end them. It hears of it afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _local(workers: int, memory: int) -> Iterator[Any]:
    import distributed

    local_cluster: Any = distributed.LocalCluster
    resource_tracker.ensure_running()  # else the first worker starts it, and listens to Control-C again
    with tempfile.TemporaryDirectory(prefix="ssldiag-fleet-") as folder, ExitStack() as stack:
        with _deaf():
            cluster = local_cluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # serves something there all the same
                memory_limit=memory,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
            stack.enter_context(cluster)
        yield cluster


def _ready(client: Any, cluster: str) -> int:
    """The number of threads that wait for work. Raises FleetError if there is none, or of another version."""
    try:
        client.wait_for_workers(1, timeout=TIMEOUT)
    except TimeoutError:
        raise FleetError(f"{cluster}: has no workers") from None
    try:
        versions = set(client.run(version).values())
    except Exception as error:
        raise FleetError(f"{cluster}: its workers cannot load ssldiag: {error}") from error
    if versions != {__version__}:
        there = ", ".join(sorted(versions))
        raise FleetError(f"{cluster}: its workers have ssldiag {there}, this is {__version__}")
    client.run(seldom)
    threads: int = sum(client.nthreads().values())
    return max(1, threads)


def seldom() -> None:
    """Have a worker look for garbage in rings less often: what is handed over holds none, and looking takes
    half of the time of unpacking it. A worker that is started later does without.
    """
    gc.set_threshold(100_000, 50, 100)


def version() -> str:
    """The version of ssldiag, where this is called."""
    return __version__
