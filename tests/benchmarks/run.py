"""Runs every benchmark, ``tests/benchmarks/*/run.py``, one after the other; further words go to each."""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks.harness import ROOT


def main(arguments: list[str]) -> int:
    """0 if all of them ran."""
    failed = 0
    for path in sorted((ROOT / "tests/benchmarks").glob("*/run.py")):
        name = path.parent.name
        print(f"## {name}\n", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{name}.run", *arguments]
        failed |= subprocess.run(command, cwd=ROOT, check=False).returncode
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
