"""The same packets whatever the size of the pieces in which a file is read, and whichever way."""

from __future__ import annotations

import struct

import pytest

from ssldiag.capture.batch import Batch
from ssldiag.capture.engine import Engine
from ssldiag.capture.packets import batches, open_capture
from tests.capture.files import block, enhanced, interface, pcap, pcapng, section, simple
from tests.capture.makers import BEGIN, GOOD, SECOND, Packet, frames, spoken
from tests.capture.support import ENGINES, member

PACKETS = frames(spoken(GOOD, mss=100))
LONGEST = max(len(data) for _, data in PACKETS)
Row = tuple[float, ...]


def rows(data: bytes, engine: type[Engine], chunk: int) -> tuple[list[Row], list[bytes], str, int | None]:
    """Frame number, place in the file, sizes, time and link of each packet; its bytes; where it breaks."""
    reading = open_capture(member(data), engine().framer)
    found: list[Row] = []
    payloads: list[bytes] = []
    for batch in batches(reading, chunk):
        found += [row(batch, i) for i in range(len(batch))]
        payloads += [bytes(batch.data[at : at + have]) for at, have in zip(batch.at, batch.have, strict=True)]
    return found, payloads, reading.problem, reading.broken_at


def row(batch: Batch, i: int) -> Row:
    link = batch.link if isinstance(batch.link, int) else int(batch.link[i])
    place = batch.base + int(batch.mark[i])
    sizes = int(batch.have[i]), int(batch.wire[i])
    return batch.first_frame + i, place, *sizes, float(batch.time[i]), link


CUT = b"what is left of the last packet"


def mixed(order: str) -> bytes:
    """Sections, kinds of packets and other blocks in turn."""
    parts = []
    for index, packet in enumerate(PACKETS):
        if index % 7 == 0:
            parts.append(section(order) + interface(order=order))
        parts.append(simple(packet[1], order) if index % 3 else enhanced(packet, order=order))
        parts.append(block(0x0BAD, bytes(index * 40), order) if index % 5 == 0 else b"")
    return b"".join(parts)


FILES = {
    "pcap": pcap(PACKETS),
    "pcap, big-endian": pcap(PACKETS, order=">"),
    "pcap, cut": pcap([*PACKETS[:-1], (BEGIN, CUT + bytes(9))])[:-9],
    "pcap, junk": pcap(PACKETS) + b"\xff" * 40,
    "pcap, zeros": pcap(PACKETS) + bytes(400),
    "pcapng": pcapng(PACKETS),
    "pcapng, mixed": mixed("<"),
    "pcapng, mixed, big-endian": mixed(">"),
    "pcapng, cut": pcapng([*PACKETS[:-1], (BEGIN, CUT + bytes(9))])[:-13],
    "pcapng, junk": mixed(">") + b"\xff" * 40,
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("engine", ENGINES)
def test_pieces_of_any_size(data: bytes, engine: type[Engine]) -> None:
    whole = rows(data, ENGINES[0], 1 << 20)
    count = len(PACKETS) - data.endswith(CUT)
    assert [found[0] for found in whole[0]] == [index + 1 for index in range(count)]
    assert whole[1] == [packet for _, packet in PACKETS[:count]]
    for chunk in (LONGEST + 36, LONGEST + 37, 300, 511, 1000, 4096):
        assert rows(data, engine, chunk) == whole, chunk


def test_a_record_longer_than_a_piece() -> None:
    for engine in ENGINES:
        for data in (pcap(PACKETS), pcapng(PACKETS)):
            found = rows(data, engine, 100)
            assert found[2] == "a record is longer than any packet"


def many(count: int, inside: bytes = b"") -> list[Packet]:
    return [(BEGIN + n * SECOND // 1000, bytes(14 + n % 1400) + inside) for n in range(count)]


FALSE_RECORD = struct.pack("<IIII", BEGIN // SECOND, 0, 20, 20) + bytes(20)
FALSE_BLOCK = struct.pack("<II", 6, 32) + bytes(20) + struct.pack("<I", 32)


@pytest.mark.parametrize(
    "data",
    [
        pcap(many(3000)),
        pcap(many(3000), order=">"),
        pcapng(many(3000)),
        pcapng(many(3000), order=">"),
        pcap([(time, data) for time, data in many(1500)] + [(0xFFFF_0000 * SECOND, b"x" * 60)] * 3000),
        pcap(many(100, FALSE_RECORD * 700)),
        pcapng(many(150, FALSE_BLOCK * 400)),
        pcapng(many(1000)) + block(5, bytes(12)) + b"".join(map(enhanced, many(1000))),
        pcapng(many(1000)) + section(">") + interface(order=">") + b"".join(
            enhanced(packet, order=">") for packet in many(1000)
        ),
        pcapng(many(1000, b"\x0a\x0d\x0d\x0a")),
        pcap(many(2000)) + b"\xff" * 100_000,
        pcapng(many(2000)) + bytes(100_000),
    ],
    ids=[
        "pcap",
        "pcap, big-endian",
        "pcapng",
        "pcapng, big-endian",
        "the clock jumps",
        "packets full of what looks like records",
        "packets full of what looks like blocks",
        "a block between packets",
        "another section",
        "packets with the magic of a section",
        "junk",
        "zeros",
    ],
)  # fmt: skip
def test_large_files(data: bytes) -> None:
    """Large enough that many records are looked for at once."""
    plain, fast = (rows(data, engine, 1 << 22) for engine in ENGINES)
    assert fast == plain
