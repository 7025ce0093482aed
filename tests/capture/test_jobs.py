"""A file read by several processes gives what one process gives, to the last field and in the same order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from ssldiag.capture import crew, decode, limits, part_flows, sharing, together, worker
from ssldiag.capture.decode import Decoding, decode_each
from ssldiag.capture.filters import Filters
from ssldiag.capture.part import Stretch
from ssldiag.capture.survey import FileSurvey
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake
from tests.capture.files import block, enhanced, pcap, pcapng, records
from tests.capture.keyed import keyed
from tests.capture.makers import (
    BEGIN,
    GOOD,
    MILLISECOND,
    SECOND,
    SHORT,
    Ends,
    Packet,
    Said,
    frames,
    merged,
    spoken,
)
from tests.capture.traffic import ends_of, traffic

SMALL = 30_000
"""Bytes of a stretch in these tests, so that small captures have many."""


@pytest.fixture(autouse=True)
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (limits, crew, sharing):
        monkeypatch.setattr(module, "LEAST_STRETCH", SMALL)
    monkeypatch.setattr(crew, "STRETCH", SMALL)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Each time that processes shared a file, how many stretches it had."""
    counts: list[int] = []

    def noted(first: int, size: int, jobs: int) -> list[Stretch]:
        found = crew.stretches(first, size, jobs)
        counts.append(len(found))
        return found

    monkeypatch.setattr(together, "stretches", noted)
    yield counts


Result = tuple[list[Handshake], tuple[FileSurvey, ...]]


def itself(handshake: Handshake) -> Handshake:
    return handshake


def result(decoding: Decoding[Handshake]) -> Result:
    handshakes = list(decoding)
    return handshakes, decoding.files


def both(path: Path, jobs: int = 2, keylog: KeyLog | None = None, filters: Filters | None = None) -> Result:
    """What one process gives, which is what several give."""
    one, many = (
        result(decode_each([str(path)], itself, jobs=number, keylog=keylog, filters=filters))
        for number in (1, jobs)
    )
    assert many[0] == one[0]
    assert many[1] == one[1]
    return one


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "made.pcap"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("write", [pcap, pcapng])
@pytest.mark.parametrize("seed", range(3))
def test_the_same(
    tmp_path: Path, shared: list[int], write: Callable[[list[Packet]], bytes], seed: int
) -> None:
    handshakes, (file,) = both(written(tmp_path, write(traffic(seed, 100))), 2 + seed)
    assert shared[0] > 5
    assert len(handshakes) > 50
    assert file.counts.packets > 1500


DATA: Said = ("c", b"\x17\x03\x03\0\x40" + bytes(64))


def long(number: int, start: int, data: int) -> list[Packet]:
    """A connection that is open for long, over many stretches."""
    said: list[Said] = [*GOOD, *([DATA] * data)]
    return frames(spoken(said, isns=(7, 9), start=start, step=100 * MILLISECOND), ends_of(number))


def test_connections_that_cross_all_stretches(tmp_path: Path, shared: list[int]) -> None:
    start = traffic(1, 1)[0][0]
    packets = [packet for number in range(30) for packet in long(number, start + number, 300)]
    handshakes, _ = both(written(tmp_path, pcap(sorted(packets, key=lambda packet: packet[0]))), 3)
    assert shared[0] > 20
    assert len(handshakes) == 30


def test_handshakes_that_cross_a_boundary(tmp_path: Path, shared: list[int]) -> None:
    start = traffic(1, 1)[0][0]
    slow = [
        frames(spoken(GOOD, mss=20, start=start + number, step=200 * MILLISECOND), ends_of(number))
        for number in range(39)
    ]
    packets = sorted((packet for found in slow for packet in found), key=lambda packet: packet[0])
    handshakes, _ = both(written(tmp_path, pcap(packets)))
    assert shared[0] > 5
    assert len(handshakes) == 39
    assert all(handshake.version == 0x0303 for handshake in handshakes)


def test_more_orphans_than_are_kept(
    tmp_path: Path, shared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_flows, "MAX_ORPHANS", 3)
    both(written(tmp_path, pcap(traffic(4, 100))), 3)
    assert shared[0] > 5


def test_a_packet_of_the_connection_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses and ports are used anew, and just before that a packet comes once more."""
    monkeypatch.setattr("ssldiag.capture.sifting.TICK_FRAMES", 4)
    found = [traffic(1, 100)]
    for number in range(60):
        ends, start = Ends("192.0.2.7", 40_000 + number), BEGIN + (200 + number) * SECOND
        first, later = spoken(SHORT, start=start), start + 12 * SECOND
        again = replace(first[3], time=later)
        second = spoken(SHORT, isns=(1 << 30, 1 << 29), start=later + MILLISECOND)
        found.append(frames([*first, again, *second], ends))
    handshakes, _ = both(written(tmp_path, pcap(merged(*found))), 2)
    assert sum(40_000 <= handshake.client.port < 40_060 for handshake in handshakes) == 120


def test_no_doubles_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_flows, "MAX_DOUBLES", 0)
    both(written(tmp_path, pcap(traffic(5, 100))), 3)


def test_too_many_connections_for_a_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MAX_PART_KEYS", 4)
    both(written(tmp_path, pcap(traffic(6, 60))), 3)


@pytest.mark.parametrize("at", [0.3, 0.62, 0.999])
def test_a_broken_file(tmp_path: Path, shared: list[int], at: float) -> None:
    data = pcap(traffic(7, 100))
    begins = records(data)
    place, _ = begins[int(len(begins) * at)]
    _, (file,) = both(written(tmp_path, data[:place] + b"\xff" * 64 + data[place + 64 :]), 3)
    assert shared
    assert file.problem
    assert file.broken_at == place


def test_a_file_that_ends_inside_a_record(tmp_path: Path) -> None:
    _, (file,) = both(written(tmp_path, pcap(traffic(7, 100))[:-5]), 2)
    assert file.problem == "the file ends inside a record"


def test_blocks_that_are_no_packets(tmp_path: Path) -> None:
    data = pcapng(traffic(8, 100))
    both(written(tmp_path, data + block(99, bytes(400_000)) + pcapng(traffic(9, 60))), 3)


def test_secrets_and_filters(tmp_path: Path, shared: list[int]) -> None:
    path = written(tmp_path, pcap(traffic(2, 100)))
    random = Random(1).randbytes(32)
    log = KeyLog({random: {"CLIENT_RANDOM": bytes(48)}})
    filters = Filters(ports=(range(50_000, 50_010),))
    handshakes, _ = both(path, 2, log, filters)
    assert shared
    assert 3 < len(handshakes) < 50


def test_keys_that_the_file_carries_in_its_middle(tmp_path: Path, shared: list[int]) -> None:
    packets, keys = keyed(tmp_path, 20)
    body = b"".join(map(enhanced, packets))
    handshakes, _ = both(written(tmp_path, pcapng(traffic(3, 100)) + keys + body), 2)
    assert shared[0] > 5
    assert sum(handshake.version == 0x0304 and bool(handshake.certificates) for handshake in handshakes) == 20


def dying(handshake: Handshake) -> Handshake:
    """Ends a process that is not the one that asked for it."""
    if os.environ["READER"] != str(os.getpid()):
        os._exit(3)
    return replace(handshake, file="read by the first process")


def test_a_process_that_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER", str(os.getpid()))
    path = written(tmp_path, pcap(traffic(3, 100)))
    one, many = (result(decode_each([str(path)], dying, jobs=jobs)) for jobs in (1, 2))
    assert one == many


def test_processes_end_with_the_reading(tmp_path: Path) -> None:
    decoding = decode.decode([str(written(tmp_path, pcap(traffic(1, 100))))], jobs=3)
    next(decoding)
    import multiprocessing

    assert len(multiprocessing.active_children()) == 3
    decoding.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("size", "jobs", "count"), [(100, 2, 1), (SMALL * 4, 2, 4), (SMALL * 9 + 5, 2, 10)])
def test_stretches(size: int, jobs: int, count: int) -> None:
    found = crew.stretches(24, 24 + size, jobs)
    assert len(found) == count
    assert [stretch.start for stretch in found[1:]] == [stretch.end for stretch in found[:-1]]
    assert (found[0].start, found[-1].end) == (24, 24 + size)
    assert [stretch.first for stretch in found] == [24, *[None] * (count - 1)]


def test_a_port_that_is_asked_for(tmp_path: Path, shared: list[int]) -> None:
    """What is no TLS there is told by every process."""
    said: list[Said] = [("c", b"GET / HTTP/1.1\r\n\r\n" + bytes(2000))]
    packets: list[Packet] = []
    for number in range(60):
        start = BEGIN + number * 20 * MILLISECOND
        packets += frames(spoken(said, start=start), Ends("192.0.2.7", 50000 + number, "192.0.2.10", 15000))
    found, _ = both(written(tmp_path, pcap(packets)), filters=Filters(ports=(range(15000, 15001),)))
    assert len(found) == 60
    assert shared and shared[0] > 1
