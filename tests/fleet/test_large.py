"""A gigabyte in 40 rotated files, with connections across every boundary: what one process gives, whatever
happens to the workers. The same as :mod:`tests.fleet.test_cluster`, larger.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ssldiag.fleet.cluster import engine
from ssldiag.fleet.engine import Dask
from tests.benchmarks.fleet.run import used
from tests.benchmarks.fleet.split import split
from tests.benchmarks.pcap.run import made
from tests.conftest import REQUIRE_TOOLS
from tests.fleet.processes import cluster
from tests.fleet.support import Quiet, documents, fleet_pcap, one_process, statuses

FILES = 40

WORKER = 640
"""MiB that a worker may reach: some 400 were measured (docs/fleet/estimate.md), of any amount of captures."""

pytestmark = pytest.mark.skipif(not REQUIRE_TOOLS, reason="it takes minutes: part of make test-all")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """The files."""
    folder = tmp_path_factory.mktemp("gigabyte")
    large = made(folder / "large.pcap", "--size", str(1 << 30), "--connections", "20000").path
    paths = split(large, folder / "in", FILES)
    large.unlink()
    yield paths
    for path in paths:
        path.unlink()


@pytest.fixture(scope="module")
def wanted(ring: list[Path]) -> list[str]:
    """What one process gives."""
    return one_process(ring)


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """Two workers of a cluster."""
    with cluster(tmp_path, 2, "1536MiB") as address, engine(address, 2) as found:
        found._client.wait_for_workers(2, timeout=120)
        yield found


def crossed(lines: Sequence[str]) -> set[tuple[int, int]]:
    """The boundaries that handshakes lie across."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        name = line.partition('"file": "')[2].partition('"')[0]
        found.update(pairwise(map(int, re.findall(r"ring-(\d+)", name))))
    return found


def test_records_are_those_of_one_process(
    tmp_path: Path, dask: Dask, ring: list[Path], wanted: list[str]
) -> None:
    found = fleet_pcap(ring, tmp_path / "out", dask)
    assert documents(tmp_path / "out") == wanted
    assert crossed(wanted) >= set(pairwise(range(1, FILES + 1)))
    assert (found.files, found.unreadable, found.handshakes) == (FILES, 0, len(wanted))
    assert max(most for _, _, most in dask._client.run(used).values()) < WORKER


def test_a_worker_is_killed_in_the_middle(
    tmp_path: Path, dask: Dask, ring: list[Path], wanted: list[str]
) -> None:
    killed: list[int] = []

    def kill(done: int) -> None:
        if not killed and done < FILES:
            killed.append(min(dask._client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    fleet_pcap(ring, tmp_path / "out", dask, told=Quiet(kill))
    assert killed
    assert documents(tmp_path / "out") == wanted


def test_a_damaged_file(tmp_path: Path, dask: Dask, ring: list[Path]) -> None:
    damaged = ring[FILES // 2]
    whole = damaged.read_bytes()
    middle = len(whole) // 2
    damaged.write_bytes(whole[:middle] + b"\xff" * 100_000 + whole[middle + 100_000 :])
    try:
        fleet_pcap(ring, tmp_path / "out", dask)
        assert documents(tmp_path / "out") == one_process(ring)
    finally:
        damaged.write_bytes(whole)
    found = {name for name, status in statuses(tmp_path / "out").items() if status == "damaged"}
    assert found == {damaged.name}
