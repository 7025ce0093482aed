"""Captures in files, in stretches, packed, elsewhere, overlapping, damaged: always what one process gives."""

from __future__ import annotations

import os
import pickle
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from distributed.protocol import pickle as dask_pickle

from ssldiag.capture.decode import decode
from ssldiag.fleet import orders, resolve, scans
from ssldiag.fleet.model import Failure
from ssldiag.fleet.spans import Left
from tests.capture.files import enhanced, pcap, pcapng
from tests.capture.keyed import keyed
from tests.capture.traffic import traffic
from tests.fleet.here import Here
from tests.fleet.support import (
    FILES,
    ask,
    documents,
    fleet_pcap,
    one_process,
    packed,
    packets,
    parted,
    rotated,
    statuses,
)
from tests.wire.peers import NAME


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No files are read as one, that there may be more to join. The others are in test_spans."""
    monkeypatch.setattr(Left, "limit", lambda self: 0)


@pytest.mark.parametrize(("seed", "write"), [(0, pcap), (1, pcapng)])
def test_rotated_files_are_one_capture(tmp_path: Path, seed: int, write: Any) -> None:
    paths = rotated(tmp_path / "in", seed, write=write)
    found = fleet_pcap([tmp_path / "in"], tmp_path / "out")
    wanted = one_process(paths)
    assert documents(tmp_path / "out") == wanted
    assert len(wanted) > 30
    assert (found.files, found.unreadable, found.handshakes) == (FILES, 0, len(wanted))
    crossing = ask(tmp_path / "out", "SELECT count(*) FROM handshakes WHERE file LIKE '%+%'").rows
    assert crossing[0][0] >= 6


@pytest.fixture
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are cut at every few hundred packets."""

    def cut(first: int, size: int) -> list[Any]:
        return resolve.cut(first, size, 40_000)

    monkeypatch.setattr(orders, "stretches", cut)


class Counting(Here):
    """Knows how often each function ran."""

    def __init__(self) -> None:
        self.ran: dict[str, int] = {}

    def ordered(self, function: Any, *arguments: Any, **words: Any) -> Any:
        def noted(argument: Any) -> Any:
            self.ran[function.__name__] = self.ran.get(function.__name__, 0) + 1
            return function(argument)

        return super().ordered(noted, *arguments, **words)

    def then(self, function: Any, lane: int, *arguments: Any) -> Any:
        self.ran[function.__name__] = self.ran.get(function.__name__, 0) + 1
        return super().then(function, lane, *arguments)


@pytest.mark.parametrize(("files", "write"), [(1, pcap), (2, pcapng)])
def test_large_files_are_read_in_stretches(
    tmp_path: Path, write: Any, files: int, small_stretches: None
) -> None:
    paths = rotated(tmp_path / "in", 5, files, write)
    engine = Counting()
    fleet_pcap(paths, tmp_path / "out", engine)
    assert documents(tmp_path / "out") == one_process(paths)
    assert engine.ran["scan"] > 3 * files
    assert engine.ran["hop"] >= engine.ran["scan"]
    assert engine.ran["held"] == engine.ran["scan"], "all of it is sent ahead of the step that wants it"


def test_packed_files(tmp_path: Path) -> None:
    paths = packed(rotated(tmp_path / "in", 2))
    engine = Counting()
    fleet_pcap(paths, tmp_path / "out", engine)
    assert documents(tmp_path / "out") == one_process(paths)
    assert engine.ran["scan"] == FILES


def test_more_orphans_than_are_sent_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "EXTRACT_BYTES", 10)
    paths = packed(rotated(tmp_path / "in", 2))
    fleet_pcap(paths, tmp_path / "out")
    assert documents(tmp_path / "out") == one_process(paths)


@pytest.mark.parametrize("cut", [False, True])
def test_files_that_fsspec_gives(tmp_path: Path, cut: bool, request: pytest.FixtureRequest) -> None:
    if cut:
        request.getfixturevalue("small_stretches")
    paths = rotated(tmp_path / "in", 3)
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            archive.write(path, path.name)
    pattern = f"zip://*.pcap::file://{tmp_path}/all.zip"
    fleet_pcap([pattern], tmp_path / "out")
    found = documents(tmp_path / "out")
    wanted = one_process(paths)
    for path in paths:
        url = f"zip://{path.name}::file://{tmp_path}/all.zip"
        wanted = [line.replace(str(path), url) for line in wanted]
    assert found == wanted


def test_files_whose_times_overlap(tmp_path: Path) -> None:
    """Two cards at a time, three files each; the files of one are named against their order."""
    found = packets(4)
    cards = [found[0::2], found[1::2]]
    paths = []
    for card, some in enumerate(cards):
        for number, part in enumerate(parted(some, 3)):
            path = tmp_path / f"{number if card else 9 - number}.pcap"
            path.write_bytes(pcap(part))
            paths.append(path)
    paths.sort()
    fleet_pcap(paths, tmp_path / "out")
    assert documents(tmp_path / "out") == one_process(paths)


def test_some_packets_that_came_late(tmp_path: Path) -> None:
    """The last packet of a file is later than the first of the next: these two are read together."""
    parts = parted(packets(6))
    parts[2][-1], parts[3][0] = parts[3][0], parts[2][-1]
    for number, part in enumerate(parts):
        (tmp_path / f"{number}.pcap").write_bytes(pcap(part))
    paths = sorted(tmp_path.glob("*.pcap"))
    fleet_pcap(paths, tmp_path / "out")
    assert documents(tmp_path / "out") == one_process(paths)


def test_a_large_file_that_goes_on_in_another_way_overlaps(tmp_path: Path, small_stretches: None) -> None:
    """It is known how late it is, though it cannot be read in stretches."""
    found = packets(4)
    cards = [list(found[0::2]), list(found[1::2])]
    (tmp_path / "0.pcapng").write_bytes(pcapng(cards[0][:200]) + pcapng(cards[0][200:], order=">"))
    (tmp_path / "1.pcapng").write_bytes(pcapng(cards[1][300:]))
    paths = sorted(tmp_path.glob("*.pcapng"))
    engine = Counting()
    fleet_pcap(paths, tmp_path / "out", engine)
    assert documents(tmp_path / "out") == one_process(paths)
    assert engine.ran["hop"] > 2


@pytest.mark.parametrize("left", [0.2, 0.6, 0.97])
def test_a_packed_file_that_ends_early(tmp_path: Path, left: float) -> None:
    paths = packed(rotated(tmp_path / "in"))
    data = paths[2].read_bytes()
    paths[2].write_bytes(data[: int(len(data) * left)])
    fleet_pcap(paths, tmp_path / "out")
    decoding = decode([str(path) for path in paths])
    assert list(decoding)
    wanted = tuple((file.problem or None, file.broken_at) for file in decoding.files)
    assert ask(tmp_path / "out", "SELECT problem, broken_at FROM files ORDER BY file").rows == wanted
    assert wanted[2][0] == "the packed data ends early"


@pytest.mark.parametrize("at", [0.7, 1.0])
def test_a_damaged_file(tmp_path: Path, at: float) -> None:
    paths = rotated(tmp_path / "in")
    data = paths[2].read_bytes()
    place = int(len(data) * at)
    paths[2].write_bytes(data[: place - 5] + (b"\xff" * 3000 + data[place + 2995 :]) * (at < 1))
    found = fleet_pcap(paths, tmp_path / "out")
    assert documents(tmp_path / "out") == one_process(paths)
    assert statuses(tmp_path / "out") == {
        path.name: "damaged" if path == paths[2] else "read" for path in paths
    }
    assert (found.damaged, found.unreadable) == (1, 0)


def test_files_that_are_no_captures_are_rows(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    (tmp_path / "in" / "ring-9.pcap").write_bytes(b"nothing of that kind" * 100)
    (tmp_path / "in" / "ring-0.pcap").write_bytes(b"")
    found = fleet_pcap([tmp_path / "in"], tmp_path / "out")
    assert documents(tmp_path / "out") == one_process(paths)
    assert found.unreadable == 2
    rows = ask(tmp_path / "out", "SELECT problem FROM files WHERE status = 'unreadable' ORDER BY file").rows
    assert rows == (("it is empty",), ("it is not a capture of a known kind",))


class Breaking(Here):
    """A worker that breaks on a file, as Dask would tell."""

    def __init__(self, name: str, function: str) -> None:
        self._name, self._function = name, function

    def ordered(self, function: Any, *arguments: Any, **words: Any) -> Any:
        for context, value in super().ordered(function, *arguments, **words):
            if function.__name__ == self._function and self._name in str(value):
                value = Failure("the worker that read it died, more than once", True)
            yield context, value


def test_a_file_that_breaks_workers_is_one_row(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    found = fleet_pcap(paths, tmp_path / "out", Breaking("ring-003", "look"))
    rest = [path for path in paths if path.name != "ring-003.pcap"]
    assert documents(tmp_path / "out") == one_process(rest)
    assert found.unreadable == 1
    assert statuses(tmp_path / "out")["ring-003.pcap"] == "unreadable"


class Worse(Here):
    """Workers die of all but the first stretch of large files, and of all small ones."""

    def ordered(self, function: Any, asked: Any, *arguments: Any, **words: Any) -> Any:
        def told(argument: Any) -> Any:
            if function is scans.hop and argument.stretch.number:
                return Failure("died", True)
            if function is scans.scan and not argument.parts[0].stretch.number:
                return Failure("died too", True)
            return function(argument)

        return super().ordered(told, asked, *arguments, **words)


def test_files_whose_times_overlap_and_none_can_be_read(tmp_path: Path, small_stretches: None) -> None:
    some = list(packets(4))
    (tmp_path / "0.pcap").write_bytes(pcap(some[0::2]))
    (tmp_path / "1.pcap").write_bytes(pcap(some[11:81:2]))
    found = fleet_pcap(sorted(tmp_path.glob("*.pcap")), tmp_path / "out", Worse())
    assert (found.files, found.unreadable, found.broken) == (2, 2, ())
    rows = ask(tmp_path / "out", "SELECT problem FROM files ORDER BY file").rows
    assert rows == (("died",), ("died too",))


def test_a_capture_of_another_kind_is_read_at_the_end(tmp_path: Path) -> None:
    dump = "0000  " + " ".join(["00"] * 16) + "\n"
    (tmp_path / "dump.txt").write_text(dump * 4)
    found = fleet_pcap([tmp_path / "dump.txt"], tmp_path / "out")
    assert found.files == 1
    assert documents(tmp_path / "out") == one_process([tmp_path / "dump.txt"])


class Failing(Here):
    """The first steps of joining fail."""

    def __init__(self, times: int) -> None:
        self.left = times

    def then(self, function: Any, lane: int, *arguments: Any) -> Any:
        if function.__name__ == "step" and arguments[1] == 3 and self.left:
            self.left -= 1
            return Failure("lost", True)
        return super().then(function, lane, *arguments)


def test_joining_begins_anew_where_it_failed(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    fleet_pcap(paths, tmp_path / "out", Failing(2))
    assert documents(tmp_path / "out") == one_process(paths)


def test_joining_that_always_fails_leaves_rows(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    found = fleet_pcap(paths, tmp_path / "out", Failing(99))
    assert documents(tmp_path / "out") == []
    assert found.unreadable == FILES


def test_what_is_new_alone_is_read(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    fleet_pcap(paths[:4], tmp_path / "out")
    before = documents(tmp_path / "out")
    engine = Counting()
    fleet_pcap(paths, tmp_path / "out", engine, resume=True)
    assert engine.ran["scan"] == 2
    assert len(documents(tmp_path / "out")) > len(before)
    assert fleet_pcap(paths, tmp_path / "out", resume=True).files == 0


def test_a_file_that_has_changed_is_read_with_all_of_its_capture(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    whole = paths[5].read_bytes()
    paths[5].write_bytes(pcap(parted(packets())[5][:10]))
    fleet_pcap(paths, tmp_path / "out")
    paths[5].write_bytes(whole)
    os.utime(paths[5], (2e9, 2e9))
    fleet_pcap(paths, tmp_path / "out", resume=True)
    assert documents(tmp_path / "out") == one_process(paths)
    assert len(ask(tmp_path / "out", "SELECT file FROM files").rows) == FILES


@pytest.mark.parametrize("at", [0, 10])
def test_keys_that_a_file_carries_in_its_middle(tmp_path: Path, at: int) -> None:
    """No worker that reads a later file knows them."""
    found, keys = keyed(tmp_path, 20)
    at = at * len(found) // 20
    (tmp_path / "1.pcapng").write_bytes(pcapng(traffic(3)) + keys + b"".join(map(enhanced, found[:at])))
    (tmp_path / "2.pcapng").write_bytes(pcapng(found[at:]))
    paths = [tmp_path / "1.pcapng", tmp_path / "2.pcapng"]
    fleet_pcap(paths, tmp_path / "out")
    wanted = one_process(paths)
    assert documents(tmp_path / "out") == wanted
    assert sum(f"CN={NAME}" in line for line in wanted) == 20


def test_captures_apart(tmp_path: Path) -> None:
    one, two = rotated(tmp_path / "in" / "one", 1), rotated(tmp_path / "in" / "two", 2)
    fleet_pcap([tmp_path / "in"], tmp_path / "out")
    assert documents(tmp_path / "out") == [*one_process(one), *one_process(two)]
    items = ask(tmp_path / "out", "SELECT DISTINCT item FROM handshakes ORDER BY 1").rows
    assert [item[0] for item in items] == [f"{path.parent}/ring-#.pcap" for path in (one[0], two[0])]


class Weighing(Here):
    """Compares what results say that they weigh with what they do when they are sent."""

    def __init__(self) -> None:
        self.shares: dict[str, list[float]] = {"held": [], "step": []}

    def then(self, function: Any, lane: int, *arguments: Any) -> Any:
        value = super().then(function, lane, *arguments)
        if function.__name__ in self.shares:
            sent = value[0] if isinstance(value, tuple) else value
            share = sys.getsizeof(sent) / len(pickle.dumps(sent, pickle.HIGHEST_PROTOCOL))
            self.shares[function.__name__].append(share)
        return value


def test_results_weigh_what_is_sent(tmp_path: Path) -> None:
    engine = Weighing()
    fleet_pcap(rotated(tmp_path / "in"), tmp_path / "out", engine)
    assert len(engine.shares["held"]) == FILES
    assert all(0.2 < share < 5 for share in engine.shares["held"]), engine.shares
    assert all(0.02 < share < 5 for share in engine.shares["step"][:-1]), engine.shares  # little is open


class Moving(Here):
    """Every result goes to another process, as Dask hands it over: arrays may be read-only then."""

    @staticmethod
    def _run(function: Any, *arguments: Any) -> Any:
        buffers: list[Any] = []
        pickling: Any = dask_pickle
        data = pickling.dumps(Here._run(function, *arguments), buffer_callback=buffers.append)
        return pickling.loads(data, buffers=[bytes(each) for each in buffers])


@pytest.mark.parametrize("write", [pcap, pcapng])
def test_what_a_capture_is_goes_from_worker_to_worker(tmp_path: Path, write: Any) -> None:
    paths = rotated(tmp_path / "in", 7, write=write)
    fleet_pcap(paths, tmp_path / "out", Moving())
    assert documents(tmp_path / "out") == one_process(paths)
