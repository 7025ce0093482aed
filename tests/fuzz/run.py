"""Tries every fuzz target for a while, without atheris: ``python tests/fuzz/run.py [--seconds N] [NAME...]``.

Exit code 1 and the input in ``--keep`` if one fails.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))


def names() -> list[str]:
    """All targets: the files ``fuzz_NAME.py`` beside this one."""
    return sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.py"))


def main(arguments: list[str] | None = None) -> int:
    """Try the targets that are named, or all."""
    from tests.fuzz.loop import keep, run, shrunk

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--seconds", type=float, default=10, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=HERE / "findings")
    asked = parser.parse_args(arguments)
    failed = 0
    for name in asked.names or names():
        module = import_module(f"tests.fuzz.fuzz_{name}")
        outcome = run(module.target, module.SEEDS(), asked.seconds, asked.seed)
        print(
            f"{name:16} {outcome.runs:9,} runs {outcome.shapes:6,} shapes, slowest {outcome.slowest:.2f} s",
            flush=True,
        )
        if outcome.failure is not None:
            failed = 1
            small = shrunk(module.target, outcome.failure, 20)
            print(f"{small.trace}\n{small.data[:300]!r}\nkept as {keep(small, asked.keep, name)}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
