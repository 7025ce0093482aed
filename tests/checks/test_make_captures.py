"""The captures of the cases are what the program makes that is said to have made them."""

from __future__ import annotations

from tests.checks.make_captures import HERE, cases


def test_captures_are_fresh() -> None:
    found = {path.relative_to(HERE).as_posix(): path.read_bytes() for path in HERE.glob("TLS*/*/wire.pcap")}
    assert found == cases(), "run python -m tests.checks.make_captures"
