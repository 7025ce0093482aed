"""Measures ``ssldiag fleet pcap`` with real schedulers and workers on loopback, beside one process.

``python -m tests.benchmarks.fleet.run [--size BYTES] [--connections N] [--files N] [--repeats N]``
``[--large FILE] [--hosts N] [--share SHARE] [--only pcap|doctor]``

The capture is that of the benchmark of captures, split into files in rotation. With one worker and with two:
time on the clock, processor time of the workers and of the process that hands out, the most memory that a
worker had, and whether the records are those of one process. Then with two workers one of which is killed
with -9 in the middle, and with a damaged file. Hosts are those of the benchmark of the doctor.

With ``--share 0.5`` each worker is held to half of a processor, so that two of them, the scheduler and the
process that hands out have what they need on two processors: the clock tells then what a second one is worth.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from tests.benchmarks.doctor.hosts import write_hosts
from tests.benchmarks.fleet.quota import held_to
from tests.benchmarks.fleet.split import split
from tests.benchmarks.harness import (
    MIB,
    SSLDIAG,
    Cost,
    mebibytes,
    progress,
    run_once,
    seconds,
    table,
    workspace,
)
from tests.benchmarks.pcap.run import made
from tests.fleet.processes import cluster
from tests.fleet.support import documents

MEMORY = "1536MiB"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: the process that hands out, its workers together, the busiest and the largest of them.

    The busiest tells how long it takes where nothing else runs and each worker has a processor.
    """

    own: Cost
    workers: float
    busiest: float
    largest: float
    same: bool


def used() -> tuple[int, float, float]:
    """Of the process that is asked: its number, its processor time, and the most memory that it had."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    most = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return os.getpid(), usage.ru_utime + usage.ru_stime, most * 1024 / MIB


def fleet(
    words: Sequence[str], work: Path, workers: int, kill_after: float | None = None, share: float = 0.0
) -> tuple[Cost, list[float], float]:
    """Run a command with a fresh cluster, and maybe kill a worker meanwhile, or hold each to a share of a
    processor.
    """
    import distributed

    connect: Any = distributed.Client
    with cluster(work, workers, MEMORY) as address, connect(address) as client:
        client.wait_for_workers(workers, timeout=120)
        client.run(load)
        before = {pid: cpu for pid, cpu, _ in client.run(used).values()}
        timer = threading.Timer(kill_after or 0, os.kill, (min(before), signal.SIGKILL))
        if kill_after is not None:
            timer.start()
        with held_to(share, before if share else ()):
            cost = run_once(
                [*SSLDIAG, "fleet", *words, "--cluster", address, "-q", "--fail-on", "never"], work
            )
        timer.cancel()
        after = client.run(used).values()
        spent = [cpu - before.get(pid, 0.0) for pid, cpu, _ in after]
        return cost, spent, max(most for _, _, most in after)


def load() -> None:
    """What a worker loads with its first task, which is none of the work."""
    import ssldiag.cli.fleet_examiner
    import ssldiag.fleet.lanes  # noqa: F401


def lines_of(paths: Sequence[Path], work: Path) -> tuple[Cost, list[str]]:
    """What one process takes, and what it writes."""
    cost = run_once([*SSLDIAG, "pcap", "--format", "jsonl", "-q", *map(str, paths)], work)
    return cost, (work / "output").read_text("utf-8").splitlines()


def measure_pcap(paths: Sequence[Path], work: Path, repeats: int, share: float) -> str:
    """One process, one worker, two, each maybe held to a share of a processor; then mishaps."""
    ones: list[Cost] = []
    runs: dict[str, list[Run]] = {"1 worker": [], "2 workers": []}
    progress("once, for modules to be compiled")
    one(paths[:1], work, 1, [])
    for number in range(repeats):
        progress(f"one process ({number + 1} of {repeats})")
        cost, wanted = lines_of(paths, work)
        ones.append(cost)
        for name in runs:
            progress(f"{name} ({number + 1} of {repeats})")
            runs[name].append(one(paths, work, int(name[0]), wanted, share=share))
    if not share:
        runs |= mishaps(paths, work, wanted, mid(runs["2 workers"], lambda run: run.own.wall))
    progress("")
    return pcap_table(ones, runs, paths, len(wanted))


def mishaps(paths: Sequence[Path], work: Path, wanted: list[str], usual: float) -> dict[str, list[Run]]:
    """A worker is killed; a file is damaged."""
    progress("one of two is killed")
    killed = one(paths, work, 2, wanted, usual * 0.4)
    damaged = paths[len(paths) // 2]
    whole = damaged.read_bytes()
    try:
        middle = len(whole) // 2
        damaged.write_bytes(whole[:middle] + b"\xff" * 100_000 + whole[middle + 100_000 :])
        progress("a damaged file")
        _, wanted = lines_of(paths, work)
        broken = one(paths, work, 2, wanted)
    finally:
        damaged.write_bytes(whole)
    return {"2 workers, one killed": [killed], "2 workers, a file damaged": [broken]}


def pcap_table(
    ones: Sequence[Cost], runs: Mapping[str, Sequence[Run]], paths: Sequence[Path], handshakes: int
) -> str:
    """What was measured."""
    base = statistics.median(run.own.wall for run in runs["1 worker"])
    wall, cpu = (mid(ones, attrgetter(name)) for name in ("wall", "cpu"))
    rows = [["one process", seconds(wall), "", seconds(cpu), "", "", "", ""]]
    for name, found in runs.items():
        wall = mid(found, lambda run: run.own.wall)
        rows.append(
            [
                name,
                seconds(wall),
                f"{base / wall:.2f}x",
                seconds(mid(found, lambda run: run.workers)),
                seconds(mid(found, lambda run: run.busiest)),
                seconds(mid(found, lambda run: run.own.cpu)),
                mebibytes(mid(found, lambda run: run.largest)),
                "yes" if all(run.same for run in found) else "NO",
            ]
        )
    head = (
        "with",
        "clock",
        "quicker",
        "CPU of workers",
        "of the busiest",
        "CPU of the rest",
        "largest worker",
        "same records",
    )
    size = sum(path.stat().st_size for path in paths)
    return f"{size / 1e6:,.0f} MB in {len(paths)} files, {handshakes:,} handshakes\n\n{table(head, rows)}"


def one(
    paths: Sequence[Path],
    work: Path,
    workers: int,
    wanted: list[str],
    kill_after: float | None = None,
    share: float = 0.0,
) -> Run:
    """One run, and whether its records are the wanted ones, in the same order."""
    to = work / f"out-{time.monotonic_ns()}"
    words = ["pcap", "--to", str(to), *map(str, paths)]
    own, spent, largest = fleet(words, work, workers, kill_after, share)
    return Run(own, sum(spent), max(spent), largest, documents(to) == wanted)


def mid(found: Sequence[Any], of: Callable[[Any], float]) -> float:
    """The median of a number."""
    return statistics.median(map(of, found))


def measure_doctor(count: int, work: Path) -> str:
    """Hosts with one worker and with two."""
    write_hosts(work / "hosts", count)
    rows, base = [], 0.0
    for workers in (1, 2):
        progress(f"{count} hosts, {workers} workers")
        words = ["doctor", "--to", str(work / f"hosts-{workers}"), f"{work}/hosts/*"]
        own, spent, largest = fleet(words, work, workers)
        base = base or own.wall
        rows.append(
            [
                f"{workers}",
                seconds(own.wall),
                f"{base / own.wall:.2f}x",
                seconds(sum(spent)),
                seconds(own.cpu),
                f"{1000 * sum(spent) / count:.0f} ms",
                mebibytes(largest),
            ]
        )
    progress("")
    head = (
        "workers",
        "clock",
        "quicker",
        "CPU of workers",
        "of the busiest",
        "CPU of the rest",
        "a host",
        "largest worker",
    )
    return f"{count} hosts\n\n{table(head, rows)}"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1 << 30, help="bytes of the capture")
    parser.add_argument("--connections", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--large", type=Path, help="the capture: used again, or made there")
    parser.add_argument("--share", type=float, default=0.0, help="of a processor, that each worker may use")
    parser.add_argument("--only", choices=("pcap", "doctor"))
    asked = parser.parse_args(arguments)
    with workspace() as work:
        if asked.only in (None, "pcap"):
            size = "--size", str(asked.size), "--connections", str(asked.connections)
            large = made(asked.large or work / "large.pcap", *size).path
            paths = split(large, large.parent / f"{large.stem}-in-{asked.files}", asked.files)
            print(measure_pcap(paths, work, asked.repeats, asked.share), end="\n\n", flush=True)
        if asked.only in (None, "doctor"):
            print(measure_doctor(asked.hosts, work), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
