"""The live results of the cases are what the program makes that is said to have made them."""

from __future__ import annotations

from tests.checks.make_probes import HERE, files


def test_probes_are_fresh() -> None:
    found = {path.relative_to(HERE).as_posix(): path.read_bytes() for path in HERE.glob("*/*/probe.jsonl")}
    assert found == files(), "run python -m tests.checks.make_probes"
