"""Whole programs side by side: command lines in, medians of their time and memory out. It judges nothing.

The machine is usually shared, so the runs of all commands are interleaved and the ratio of two of them says
more than either number; processor time says more than time on the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SSLDIAG = (sys.executable, "-m", "ssldiag")
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds on the clock, seconds of processor time, MiB of memory at its most."""

    wall: float
    cpu: float
    memory: float


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder for generated files and compiled modules, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ssldiag-bench-") as folder:
        yield Path(folder)


def run_once(command: Sequence[str], work: Path, allowed: Iterable[int] = (0, 1)) -> Cost:
    """Run a command to its end. Raises RuntimeError for an exit code that is not allowed.

    What it prints goes to a file: grep stops at its first match when it writes to /dev/null.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(work / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    with (work / "output").open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        said = (work / "output").read_text("utf-8", "replace")[-500:]
        raise RuntimeError(f"{' '.join(command)[:200]} gave {process.returncode}: {said}")
    scale = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale / MIB)


def side_by_side(
    commands: Mapping[str, Sequence[str]], work: Path, repeats: int, allowed: Iterable[int] = (0, 1)
) -> dict[str, Cost]:
    """Medians of so many runs of each, taken in turns, after one run of each that does not count."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(repeats + 1):
        for name, command in commands.items():
            progress(f"{name} ({number} of {repeats})")
            cost = run_once(command, work, allowed)
            if number:
                runs[name].append(cost)
    progress("")
    return {name: median(costs) for name, costs in runs.items()}


def progress(what: str) -> None:
    """What is being measured, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each number by itself."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.memory for cost in costs),
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def seconds(value: float) -> str:
    """A time with as many digits as mean something."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def mebibytes(value: float) -> str:
    """An amount of memory."""
    return f"{value:,.0f} MiB"
