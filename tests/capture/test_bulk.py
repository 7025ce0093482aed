from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.fast import Fast
from ssldiag.capture.packets import batches, open_capture
from ssldiag.capture.plain import COLUMNS, Plain, PlainSegmenter
from ssldiag.capture.segments import Segments
from ssldiag.capture.survey import Counts
from tests.capture.files import COOKED, COOKED2, ETHERNET, LOOPBACK, RAW, pcap, pcapng
from tests.capture.makers import BEGIN, ENDS, GOOD, Packet, ip, spoken
from tests.capture.support import member
from tests.capture.traffic import traffic
from tests.capture.wraps import family, kind

Rows = list[tuple[Any, ...]]

PLACES = {COLUMNS.index(name) for name in ("at", "ip", "tcp")}


def placed(at: int, base: int) -> int:
    return at + base if at >= 0 else -1


def rows(segments: Segments, base: int) -> Rows:
    """Segments as rows, their places made those in the file (if they are in the file), and their payload."""
    columns = [list(getattr(segments, name)) for name in COLUMNS]
    found = []
    for i, row in enumerate(zip(*columns, strict=True)):
        moved = [placed(int(value), base) if n in PLACES else value for n, value in enumerate(row)]
        found.append((*moved, segments.payload(i, int(segments.have[i]))))
    return found


def plain(data: bytes, chunk: int = 1 << 22) -> tuple[Rows, Counts]:
    reading, segmenter = open_capture(member(data), Plain().framer), PlainSegmenter(0, -inf)
    found: Rows = []
    for batch in batches(reading, chunk):
        found += rows(segmenter.segments(batch).sifted(), batch.base)
    return found, segmenter.counts


def bulk(data: bytes, chunk: int = 1 << 22) -> tuple[Rows, Counts]:
    reading, segmenter = open_capture(member(data), Fast().framer), BulkSegmenter(0, -inf)
    found: Rows = []
    for batch in batches(reading, chunk):
        found += rows(segmenter.segments(batch).sifted(), batch.base)
    return found, segmenter.counts


@pytest.mark.parametrize("write", [pcap, pcapng])
@pytest.mark.parametrize("seed", range(4))
def test_gives_what_the_plain_way_gives(write: Callable[[list[Packet]], bytes], seed: int) -> None:
    data = write(traffic(seed))
    found, counts = bulk(data)
    assert (found, counts) == plain(data)
    assert len(found) > 1000
    assert counts.dtls and counts.quic and counts.fragments and counts.udp


def test_in_small_pieces() -> None:
    data = pcap(traffic(9, 20))
    assert bulk(data, 20_000)[0] == plain(data)[0]


@pytest.mark.parametrize("snap", [40, 54, 57, 60, 74, 90])
def test_cut_packets(snap: int) -> None:
    data = pcap(traffic(3, 20), snap=snap)
    assert bulk(data) == plain(data)


LINKS: dict[int, Callable[[bytes], bytes]] = {
    RAW: lambda packet: packet,
    228: lambda packet: packet,
    LOOPBACK: lambda packet: family(packet).to_bytes(4, "little") + packet,
    COOKED: lambda packet: bytes(14) + kind(packet) + packet,
    COOKED2: lambda packet: kind(packet) + bytes(18) + packet,
    ETHERNET: lambda packet: bytes(12) + b"\x81\x00\0\1" * 3 + kind(packet) + packet,
}


@pytest.mark.parametrize("link", LINKS)
def test_links(link: int) -> None:
    segments = [segment for port in range(9) for segment in spoken(GOOD, start=BEGIN + port)]
    data = pcap([(each.time, LINKS[link](ip(each, ENDS))) for each in segments], link)
    found, counts = bulk(data)
    assert (found, counts) == plain(data)
    assert len(found) == len(segments)


def test_the_clock_never_goes_back() -> None:
    packets = traffic(1, 10)
    data = pcap([*packets[50:], *packets[:50]])
    found, _ = bulk(data)
    clock = COLUMNS.index("clock")
    assert [row[clock] for row in found] == sorted(row[clock] for row in found)
    assert found == plain(data)[0]


def mangled(data: bytes, at: int, byte: int) -> bytes:
    at %= len(data)
    return data[:at] + bytes((byte,)) + data[at + 1 :]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 59), st.integers(0, 255)), max_size=30))
def test_headers_of_any_bytes(changes: list[tuple[int, int, int]]) -> None:
    packets = traffic(5, 4)[:120]
    for which, at, byte in changes:
        index = which % len(packets)
        time, data = packets[index]
        packets[index] = time, mangled(data, at, byte)
    data = pcap(packets)
    assert bulk(data) == plain(data)
