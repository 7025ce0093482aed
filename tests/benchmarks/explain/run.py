"""Measures ``ssldiag explain``: one code as a whole process, and the search for codes in logs.

``python -m tests.benchmarks.explain.run [--mb N] [--repeats N] [--only start|log]``

Promised: one code takes at most 1.5 times ``python -c "import typer"`` and 30 ms; a log is read at 100 MB/s
or faster where few lines hold codes. ``grep -c -E`` of some of the words reads the same files for scale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.explain.logs import write
from tests.benchmarks.harness import SSLDIAG, mebibytes, seconds, side_by_side, table, workspace

WORDS = "SSL0[0-9]{3}[EWI]|gsk_[a-z_]+|DTC[A-Z]{3}[0-9]{3,4}|CPDBC[0-9A-F]{2}|error:[0-9A-F]{8}:|return code"
KINDS = {
    "plain": "no line with a code",
    "trouble": "one line in a thousand with a code",
    "tls": "every line about TLS, none with a code",
}


def measure_start(work: Path, repeats: int) -> str:
    """One code, against the import of typer."""
    costs = side_by_side(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            'python -c "import typer"': [sys.executable, "-c", "import typer"],
            "ssldiag explain -93": [*SSLDIAG, "explain", "-93"],
            "ssldiag explain 420": [*SSLDIAG, "explain", "420"],
            "ssldiag explain TEXT": [*SSLDIAG, "explain", "gsk_secure_soc_init() failed with 420"],
        },
        work,
        repeats,
    )
    typer = costs['python -c "import typer"']
    rows = [
        [
            name,
            seconds(cost.cpu),
            seconds(cost.wall),
            f"{cost.wall / typer.wall:.2f}x",
            "yes" if cost.wall <= 1.5 * typer.wall + 0.03 else "no",
            mebibytes(cost.memory),
        ]
        for name, cost in costs.items()
    ]
    head = ("command", "processor", "clock", "of import typer", "within 1.5x + 30 ms", "memory")
    return table(head, rows)


def measure_logs(work: Path, repeats: int, size: int) -> str:
    """Each kind of log, against grep."""
    logs = {kind: write(work / f"{kind}.log", size, kind) for kind in KINDS}
    commands: dict[str, list[str]] = {}
    for kind, log in logs.items():
        commands[f"grep {kind}"] = ["grep", "-a", "-c", "-E", WORDS, str(log)]
        commands[f"explain {kind}"] = [*SSLDIAG, "explain", "--file", str(log), "-q"]
    commands["start"] = [*SSLDIAG, "explain", "-93"]
    costs = side_by_side(commands, work, repeats)
    rows = []
    for kind, words in KINDS.items():
        cost, scale = costs[f"explain {kind}"], costs[f"grep {kind}"]
        megabytes = logs[kind].stat().st_size / 1e6
        reading = max(cost.cpu - costs["start"].cpu, 0.001)
        ratio = f"{cost.cpu / scale.cpu:.1f}x" if scale.cpu else "-"
        rows.append(
            [
                words,
                f"{megabytes / reading:,.0f} MB/s",
                ratio,
                seconds(cost.cpu),
                seconds(scale.cpu),
                mebibytes(cost.memory),
            ]
        )
    head = (f"log of {size} MiB", "speed", "of grep -c -E", "processor", "grep", "memory")
    return table(head, rows)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=200, help="size of each log in MiB")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=("start", "log"))
    asked = parser.parse_args(arguments)
    with workspace() as work:
        if asked.only in (None, "start"):
            print(measure_start(work, max(asked.repeats, 7)), end="\n\n", flush=True)
        if asked.only in (None, "log"):
            print(measure_logs(work, asked.repeats, asked.mb), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
