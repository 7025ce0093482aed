"""The benchmark measures what it says: a small run of it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.fleet.split import split
from tests.benchmarks.pcap.run import made
from tests.fleet.support import one_process


def test_a_split_capture_is_the_same(tmp_path: Path) -> None:
    large = made(tmp_path / "large.pcap", "--size", "200000", "--connections", "40").path
    paths = split(large, tmp_path / "in", 5)
    assert len(paths) == 5
    assert sum(path.stat().st_size - 24 for path in paths) == large.stat().st_size - 24
    whole = [re.sub(r'"file": "[^"]*"|"frames?": (\d+|\{[^}]*\})', "", line) for line in one_process([large])]
    assert len(whole) == len(one_process(paths)) == 40
    large.unlink()
    assert split(large, tmp_path / "in", 5) == paths, "what is there is used again"
