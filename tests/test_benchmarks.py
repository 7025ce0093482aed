"""The benchmarks measure what they say: hosts of 12 files, every fifth with a fault, always the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ssldiag.doctor import examine
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.benchmarks.doctor.biglog import write_big
from tests.benchmarks.doctor.hosts import FAULTS, FAULTY, write_host, write_hosts
from tests.benchmarks.harness import ROOT, Cost, median, run_once, seconds, side_by_side, table
from tests.support import NOW, rules


def test_hosts_are_of_the_size_promised_and_always_the_same(tmp_path: Path) -> None:
    hosts = write_hosts(tmp_path / "a", 2)
    files = {path.name: path.read_bytes() for path in hosts[1].iterdir()}
    assert len(files) == 12
    assert 36_000 < sum(map(len, files.values())) < 48_000
    again = write_host(tmp_path / "b", 2)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == files


@pytest.mark.parametrize("number", [1, *range(FAULTY, FAULTY * len(FAULTS) + 1, FAULTY)])
def test_sound_hosts_are_sound_and_faulty_ones_not(tmp_path: Path, number: int) -> None:
    host = write_host(tmp_path / "host", number)
    report = examine(open_snapshot(host), list(rules().values()), NOW, Settings())
    assert not report.crashed and not report.unreadable
    assert bool(report.results) == (number % FAULTY == 0)


def test_a_large_log_is_a_log(tmp_path: Path) -> None:
    host = write_big(tmp_path / "host", 1)
    (log,) = (source for source in open_snapshot(host).sources if source.size > 1024 * 1024)
    assert (log.path, log.kind) == ("SSL00001.CONSOLE", "transcript")


def test_a_run_is_measured(tmp_path: Path) -> None:
    cost = run_once([sys.executable, "-c", "bytearray(80_000_000)"], tmp_path)
    assert cost.wall > 0 and cost.cpu > 0 and cost.memory > 70
    with pytest.raises(RuntimeError, match="gave 7: it failed"):
        run_once([sys.executable, "-c", "print('it failed'); raise SystemExit(7)"], tmp_path)
    costs = side_by_side({"a": [sys.executable, "-c", ""], "b": ["true"]}, tmp_path, 2)
    assert list(costs) == ["a", "b"]


def test_medians_and_tables() -> None:
    assert median([Cost(1, 5, 9), Cost(2, 4, 8), Cost(30, 0, 7)]) == Cost(2, 4, 8)
    assert table(("what", "time"), [("a", seconds(0.0123)), ("b", seconds(2))]) == (
        "| what | time |\n| --- | ---: |\n| a | 12 ms |\n| b | 2.00 s |"
    )


def test_every_benchmark_is_documented() -> None:
    said = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    for path in (ROOT / "tests/benchmarks").glob("*/run.py"):
        assert f"tests.benchmarks.{path.parent.name}.run" in said
