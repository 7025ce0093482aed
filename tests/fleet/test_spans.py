"""Files that are read as one: which they are, and that the result is that of one process all the same."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet import orders, scans
from ssldiag.fleet.bounds import MIB, SPAN
from ssldiag.fleet.model import Failure, Item, Look, Order, Part
from ssldiag.fleet.spans import Left, spans, weight
from tests.capture.files import pcap, pcapng
from tests.capture.makers import GOOD, frames, merged, spoken
from tests.capture.traffic import ends_of, traffic
from tests.fleet.here import Here
from tests.fleet.support import (
    FILES,
    documents,
    fleet_pcap,
    one_process,
    packed,
    packets,
    parted,
    rotated,
    statuses,
)
from tests.fleet.test_run_pcap import Counting, Moving


@pytest.mark.parametrize(
    ("sizes", "limit", "found"),
    [
        ([], 10, []),
        ([1, 2, 3], 10, [[1, 2, 3]]),
        ([5, 5, 1], 10, [[5, 5], [1]]),
        ([11, 1, 1], 10, [[11], [1, 1]]),
        ([1, 11, 1], 10, [[1], [11], [1]]),
        ([4, 4, 4, 4], 0, [[4], [4], [4], [4]]),
    ],
)
def test_spans(sizes: list[int], limit: int, found: list[list[int]]) -> None:
    assert list(spans(sizes, lambda size: size, lambda: limit)) == found


def test_as_many_as_keep_all_workers_busy() -> None:
    assert Left(100 * SPAN, 2).limit() == SPAN
    assert Left(60 * MIB, 2).limit() == 15 * MIB
    assert Left(60 * MIB, 1000).limit() * 1000 < 60 * MIB


def test_the_last_ones_are_small() -> None:
    left = Left(40, 2)
    found = []
    for span in spans(range(40), lambda each: 1, left.limit):
        left.take(1 for _ in span)
        found.append(len(span))
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-4:], sum(found)) == (10, [1] * 4, 40)


def test_what_is_read_in_stretches_is_read_alone() -> None:
    assert weight(MIB, stretches=2) > SPAN
    assert weight(MIB) == MIB
    assert weight(MIB, packed=True) > MIB


def parts(times: Sequence[tuple[float, float]], odd: Sequence[int] = ()) -> tuple[list[Part], list[Hopped]]:
    """Files that begin and end so late."""
    found = [
        Part(Look(Item(f"{number}.pcap", 1, ""), "ranges", begins=begins), number, Stretch(0, 0, 1, 0))
        for number, (begins, _) in enumerate(times)
    ]
    hopped = [Hopped(0, 0, None, 1, end, odd=number in odd) for number, (_, end) in enumerate(times)]
    return found, hopped


@pytest.mark.parametrize(
    ("times", "following", "found"),
    [
        ([(0, 9), (9, 20), (21, 30)], None, [3]),
        ([(0, 9), (10, 20)], (20.0, 2), [2]),
        ([(0, 9), (10, 20), (21, 30)], (25.0, 3), [2, 1]),  # the last goes on beside the one behind it
        ([(0, 12), (10, 20), (21, 30), (31, 40)], None, [1, 1, 2]),  # two that overlap, two that follow
        ([(0, 99), (10, 20), (21, 30)], None, [1, 1, 1]),  # all beside the first
        ([(0, 9), (70, 80), (81, 90)], None, [1, 2]),  # a minute without packets: another capture, maybe
        ([(0, 9)], None, [1]),
        ([(0, 9), (inf, -inf)], None, [1, 1]),  # a file without packets
    ],
)
def test_which_files_go_on_with_one_another(
    times: list[tuple[float, float]], following: tuple[float, int] | None, found: list[int]
) -> None:
    some, hopped = parts(times)
    assert [len(each) for each in scans.together(Order(tuple(some), 9, 0, following), hopped)] == found


def test_a_file_that_is_not_as_it_should_be_is_alone() -> None:
    some, hopped = parts([(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)], odd=[2])
    assert [len(each) for each in scans.together(Order(tuple(some), 9), hopped)] == [2, 1, 2]


def test_of_packets_of_the_same_time_those_of_the_file_with_the_lower_number_are_first() -> None:
    assert scans.overlaps(5.0, 1, 5.0, 0)
    assert not scans.overlaps(5.0, 0, 5.0, 1)


@pytest.fixture(params=[2, 3, FILES])
def several(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many files at a time are read as one."""

    def so_many(found: Any, weigh: Any, limit: Any) -> Any:
        return spans(found, lambda each: 1, lambda: request.param)

    monkeypatch.setattr(orders, "spans", so_many)
    found: int = request.param
    return found


def check(paths: Sequence[Path], to: Path, engine: Here | None = None) -> list[str]:
    """Read as a fleet does it; compare with one process. What was found."""
    fleet_pcap(paths, to, engine)
    wanted = one_process(paths)
    assert documents(to) == wanted
    return wanted


@pytest.mark.parametrize(("seed", "write"), [(0, pcap), (1, pcapng), (2, pcap)])
def test_rotated_files(tmp_path: Path, several: int, seed: int, write: Any) -> None:
    engine = Counting()
    wanted = check(rotated(tmp_path / "in", seed, write=write), tmp_path / "out", engine)
    assert len(wanted) > 30
    assert engine.ran["scan"] == FILES // several
    assert set(statuses(tmp_path / "out").values()) == {"read"}


def test_packed_files(tmp_path: Path, several: int) -> None:
    engine = Counting()
    check(packed(rotated(tmp_path / "in", 3)), tmp_path / "out", engine)
    assert engine.ran["scan"] == FILES // several


def test_more_orphans_than_are_sent_along(
    tmp_path: Path, several: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "EXTRACT_BYTES", 10)
    check(packed(rotated(tmp_path / "in", 2)), tmp_path / "out")


def test_handshakes_of_which_more_segments_were_seen_than_are_kept(
    tmp_path: Path, several: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They last for all files, so they are followed anew, from some file on."""
    monkeypatch.setattr("ssldiag.capture.part_flows.MAX_ORPHANS", 3)
    some = traffic(4, 40)
    start, end = some[0][0], some[-1][0]
    slow = [
        frames(spoken(GOOD, start=start + number, mss=16, step=(end - start) // 120), ends_of(number + 41))
        for number in range(4)
    ]
    for number, part in enumerate(parted(merged(some, *slow))):
        (tmp_path / f"{number}.pcap").write_bytes(pcap(part))
    wanted = check(sorted(tmp_path.glob("*.pcap")), tmp_path / "out")
    assert sum(line.count("0.pcap+") for line in wanted) >= 4


def test_files_that_fsspec_gives(tmp_path: Path, several: int) -> None:
    paths = rotated(tmp_path / "in", 5)
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            archive.write(path, path.name)
    fleet_pcap([f"zip://*.pcap::file://{tmp_path}/all.zip"], tmp_path / "out")
    wanted = "\n".join(one_process(paths))
    assert "\n".join(documents(tmp_path / "out")) == wanted.replace(f"{tmp_path / 'in'}/", "zip://").replace(
        ".pcap", f".pcap::file://{tmp_path}/all.zip"
    )


def swapped(parts: list[list[Any]], at: int) -> None:
    """The last packet of a file becomes later than the first of the next."""
    parts[at][-1], parts[at + 1][0] = parts[at + 1][0], parts[at][-1]


@pytest.mark.parametrize("late", [(0,), (1,), (2,), (4,), (1, 2), (0, 3)])
def test_some_packets_that_came_late(tmp_path: Path, several: int, late: Sequence[int]) -> None:
    some = parted(packets(6))
    for at in late:
        swapped(some, at)
    for number, part in enumerate(some):
        (tmp_path / f"{number}.pcap").write_bytes(pcap(part))
    check(sorted(tmp_path.glob("*.pcap")), tmp_path / "out")


@pytest.mark.parametrize("gap", [59, 61, 700])
def test_a_while_without_packets(tmp_path: Path, several: int, gap: int) -> None:
    """What waits for packets has waited in vain, or was not seen to."""
    some = [
        [(time + at * gap * 10**9, data) for time, data in part] for at, part in enumerate(parted(packets(7)))
    ]
    for number, part in enumerate(some):
        (tmp_path / f"{number}.pcap").write_bytes(pcap(part))
    check(sorted(tmp_path.glob("*.pcap")), tmp_path / "out")


@pytest.mark.parametrize("at", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("number", [0, 2, 5])
def test_a_damaged_file(tmp_path: Path, several: int, at: float, number: int) -> None:
    paths = rotated(tmp_path / "in")
    data = paths[number].read_bytes()
    place = int(len(data) * at)
    paths[number].write_bytes(data[: place - 5] + (b"\xff" * 3000 + data[place + 2995 :]) * (at < 1))
    check(paths, tmp_path / "out")
    wanted = {path.name: "damaged" if path == paths[number] else "read" for path in paths}
    assert statuses(tmp_path / "out") == wanted


class Dying(Here):
    """Workers die of a file."""

    def __init__(self, name: str) -> None:
        self._name = name

    def ordered(self, function: Any, asked: Any, *arguments: Any, **words: Any) -> Any:
        def told(order: Any) -> Any:
            if function is scans.scan and any(self._name in part.look.item.name for part in order.parts):
                return Failure("the worker that read it died, more than once", True)
            return function(order)

        return super().ordered(told, asked, *arguments, **words)


@pytest.mark.parametrize("name", ["ring-001", "ring-003", "ring-006"])
def test_of_several_files_the_one_that_workers_die_of_is_one_row(
    tmp_path: Path, several: int, name: str
) -> None:
    paths = rotated(tmp_path / "in")
    found = fleet_pcap(paths, tmp_path / "out", Dying(name))
    rest = [path for path in paths if name not in path.name]
    assert documents(tmp_path / "out") == one_process(rest)
    assert found.unreadable == 1
    assert statuses(tmp_path / "out")[f"{name}.pcap"] == "unreadable"


@pytest.mark.parametrize("write", [pcap, pcapng])
def test_what_was_found_goes_from_worker_to_worker(
    tmp_path: Path, several: int, write: Callable[..., bytes]
) -> None:
    check(rotated(tmp_path / "in", 7, write=write), tmp_path / "out", Moving())
