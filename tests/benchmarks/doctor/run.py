"""Measures ``ssldiag doctor``: start-up, a thousand hosts, a large log, what nobody means to give it.

``python -m tests.benchmarks.doctor.run [--hosts N] [--mb N] [--repeats N] [--only start|hosts|log|odd]``
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.doctor.biglog import write_big
from tests.benchmarks.doctor.hosts import write_hosts
from tests.benchmarks.doctor.odd import write_odd
from tests.benchmarks.harness import SSLDIAG, Cost, mebibytes, seconds, side_by_side, table, workspace

NOW = ("--now", "2026-11-22T12:00:00Z")
NUMBERS = ("processor", "clock", "memory")
HEAD = ("command", "of grep -r", *NUMBERS)


def doctor(*paths: Path) -> list[str]:
    """The command that examines these."""
    return [*SSLDIAG, "doctor", *NOW, *map(str, paths)]


def grep(*paths: Path) -> list[str]:
    """The command that reads the same files and looks for one word."""
    return ["grep", "-r", "DTCRUN", *map(str, paths)]


def row(name: str, cost: Cost, scale: Cost | None) -> list[str]:
    """One line of a table; ``scale`` is what grep took for the same files."""
    ratio = f"{cost.cpu / scale.cpu:.1f}x" if scale and scale.cpu else "-"
    return [name, ratio, seconds(cost.cpu), seconds(cost.wall), mebibytes(cost.memory)]


def measure_start(work: Path, repeats: int) -> str:
    """One small host, against the interpreter alone and the program's version."""
    (host,) = write_hosts(work / "one", 1)
    costs = side_by_side(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "ssldiag --version": [*SSLDIAG, "--version"],
            "ssldiag doctor, one host": doctor(host),
        },
        work,
        repeats,
    )
    scale = costs["python -c pass"]
    head = ("command", "of python -c pass", *NUMBERS)
    return table(head, [row(name, cost, scale) for name, cost in costs.items()])


def measure_hosts(work: Path, repeats: int, count: int) -> str:
    """A quarter, half and all of the hosts in one run each: linear if the last column stays as it is."""
    hosts = write_hosts(work / "hosts", count)
    parts = {part: hosts[:part] for part in (1, count // 4, count // 2, count)}
    costs = side_by_side(
        {f"{what.__name__} {part}": what(*some) for part, some in parts.items() for what in (grep, doctor)},
        work,
        repeats,
    )
    start = costs["doctor 1"].cpu
    rows = []
    for part in list(parts)[1:]:
        cost = costs[f"doctor {part}"]
        each = seconds((cost.cpu - start) / (part - 1))
        rows.append([*row(f"ssldiag doctor, {part:,} hosts", cost, costs[f"grep {part}"]), each])
    return table((*HEAD, "a host beyond start-up"), rows)


def measure_log(work: Path, repeats: int, size: int) -> str:
    """A quarter, half and all of the log: linear if the last column stays as it is."""
    sizes = (size // 4, size // 2, size)
    logs = {mb: write_big(work / f"log{mb}", mb) for mb in sizes}
    costs = side_by_side(
        {f"{what.__name__} {mb}": what(log) for mb, log in logs.items() for what in (grep, doctor)},
        work,
        repeats,
    )
    rows = []
    for mb in sizes:
        cost = costs[f"doctor {mb}"]
        rows.append(
            [*row(f"ssldiag doctor, {mb} MiB log", cost, costs[f"grep {mb}"]), seconds(cost.cpu / mb)]
        )
    return table((*HEAD, "a MiB"), rows)


def measure_odd(work: Path, repeats: int) -> str:
    """Bounded time and memory, and a sentence or a report."""
    made = write_odd(work / "odd")
    costs = side_by_side({name: doctor(path) for name, path in made.items()}, work, repeats, (0, 1, 3))
    head = ("ssldiag doctor on", *NUMBERS)
    return table(head, [[name, *row(name, cost, None)[2:]] for name, cost in costs.items()])


def main(arguments: list[str] | None = None) -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--mb", type=int, default=200, help="size of the console log in MiB")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=("start", "hosts", "log", "odd"))
    asked = parser.parse_args(arguments)
    with workspace() as work:
        if asked.only in (None, "start"):
            print(measure_start(work, max(asked.repeats, 7)), end="\n\n", flush=True)
        if asked.only in (None, "hosts"):
            print(measure_hosts(work, asked.repeats, asked.hosts), end="\n\n", flush=True)
        if asked.only in (None, "log"):
            print(measure_log(work, asked.repeats, asked.mb), end="\n\n", flush=True)
        if asked.only in (None, "odd"):
            print(measure_odd(work, min(asked.repeats, 3)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
