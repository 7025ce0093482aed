"""Classic captures in all their variants, whole, cut at every byte, and damaged."""

from __future__ import annotations

import struct

import pytest

from ssldiag.capture.limits import MAX_RECORD
from tests.capture.files import pcap, records
from tests.capture.makers import BEGIN, GOOD, REFUSED, SECOND, SHORT, Ends, frames, merged, spoken
from tests.capture.support import heard, read, told, verdict

PACKETS = frames(spoken(GOOD))
PLAIN = heard(spoken(GOOD))
WHOLE = pcap(PACKETS)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("units", [1_000_000, SECOND])
def test_byte_orders_and_units(order: str, units: int) -> None:
    found = read(pcap(PACKETS, order=order, units=units))
    assert found == PLAIN
    assert found.only.start == BEGIN / SECOND


def test_nanoseconds_count() -> None:
    late = [(time + 999_999_999, data) for time, data in PACKETS]
    found = read(pcap(late, units=SECOND)).only
    assert found.start == pytest.approx(BEGIN / SECOND + 0.999_999_999, rel=0, abs=3e-7)
    assert read(pcap(late)).only.start == pytest.approx(BEGIN / SECOND + 0.999_999, rel=0, abs=3e-7)


def test_what_is_in_the_file() -> None:
    counts = PLAIN.file.counts
    assert (PLAIN.file.form, PLAIN.file.problem, PLAIN.file.broken_at) == ("pcap", "", None)
    assert (counts.packets, counts.tcp, counts.udp, counts.cut) == (12, 12, 0, 0)
    assert counts.bytes == sum(len(data) for _, data in PACKETS)
    assert (counts.first, counts.last) == (BEGIN / SECOND, BEGIN / SECOND + 0.011)
    assert counts.links == {1: 12}


@pytest.mark.parametrize(
    ("magic", "extra"),
    [
        (0xA1B2CD34, bytes(8)),
        (0xA1B2C3D4, bytes(8)),
        (0xA1B2C3D4, bytes(4)),
        (0xA1B2C3D4, bytes.fromhex("0300000008000000000000ff")),
    ],
    ids=["kuznetzov", "linux patch under the plain magic", "nokia", "another patch"],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_longer_record_headers(magic: int, extra: bytes, order: str) -> None:
    assert read(pcap(PACKETS, magic=magic, extra=extra, order=order)) == PLAIN


def test_upper_bits_of_the_link_type_tell_of_check_sequences() -> None:
    assert read(pcap(PACKETS, link=0x5400_0001)).handshakes == PLAIN.handshakes


@pytest.mark.parametrize("link", [2, 147, 0xFFFF])
def test_an_unknown_link_type_gives_counts_alone(link: int) -> None:
    found = read(pcap(PACKETS, link=link))
    assert found.handshakes == []
    assert (found.file.counts.packets, found.file.counts.tcp) == (12, 0)
    assert found.file.problem == ""


def test_a_file_of_no_packets() -> None:
    found = read(pcap([]))
    assert (found.handshakes, found.file.counts.packets, found.file.problem) == ([], 0, "")


def test_cut_at_every_byte() -> None:
    """What is whole is decoded, and where it breaks is said."""
    packets = frames(spoken(SHORT))
    data = pcap(packets)
    ends = [end for _, end in records(data)]
    assert ends[-1] == len(data)
    for size in range(24, len(data)):
        found = read(data[:size])
        whole = sum(end <= size for end in ends)
        last = ends[whole - 1] if whole else 24
        assert found.file.counts.packets == whole, size
        broken = ("the file ends inside a record", last) if size > last else ("", None)
        assert (found.file.problem, found.file.broken_at) == broken, size
        assert found.handshakes == read(data[:last]).handshakes or size - last not in (1, 17), size


def test_a_file_cut_in_its_header_is_no_capture() -> None:
    for size in range(24):
        found = read(WHOLE[:size])
        assert (found.handshakes, found.file.form, found.file.broken_at) == ([], "", None)
        assert found.file.problem == ("it is empty" if not size else "it is not a capture of a known kind")


@pytest.mark.parametrize(
    ("junk", "problem"),
    [
        (b"\xff" * 64, "a record says that it has 4294967295 bytes"),
        (bytes(64), "zeros where a record should be"),
        (b"trailing text, not a record", "a record says that it has "),
        (b"\0" * 15, "the file ends inside a record"),
    ],
)
def test_junk_after_the_last_record(junk: bytes, problem: str) -> None:
    found = read(WHOLE + junk)
    assert found.handshakes == PLAIN.handshakes
    assert found.file.problem.startswith(problem)
    assert found.file.broken_at == len(WHOLE)


@pytest.mark.parametrize("size", [262_145, 1 << 31, 0xFFFF_FFFF])
def test_a_record_with_a_wrong_length(size: int) -> None:
    start = records(WHOLE)[5][0]
    broken = bytearray(WHOLE)
    struct.pack_into("<I", broken, start + 8, size)
    found = read(bytes(broken))
    assert found.file.counts.packets == 5
    assert found.file.problem == f"a record says that it has {size} bytes"
    assert found.file.broken_at == start
    assert found.only.client_hello == PLAIN.only.client_hello


def test_a_record_that_reaches_too_far_is_where_the_file_ends() -> None:
    start, end = records(WHOLE)[-1]
    broken = bytearray(WHOLE)
    struct.pack_into("<I", broken, start + 8, end - start - 16 + 1)
    found = read(bytes(broken))
    assert (found.file.problem, found.file.broken_at) == ("the file ends inside a record", start)
    assert found.file.counts.packets == 11


def test_records_of_no_bytes() -> None:
    empty = [(BEGIN, b"")] * 5000
    found = read(pcap(merged(empty, PACKETS)))
    assert found.file.counts.packets == 5012
    assert found.file.problem == ""
    assert verdict(found.only).outcome == "completed"


def test_a_packet_may_be_as_long_as_its_snap_length_allows() -> None:
    long = (BEGIN, PACKETS[0][1] + bytes(MAX_RECORD - len(PACKETS[0][1])))
    found = read(pcap([long, *PACKETS], snap=MAX_RECORD))
    assert found.file.counts.packets == 13
    assert found.only.syns == 2


@pytest.mark.parametrize("snap", [54, 60, 100, 200, 400, 1000])
def test_snap_lengths(snap: int) -> None:
    """What was cut off is said to be, and no fault of TLS is made of it."""
    found = read(pcap(PACKETS, snap=snap))
    longer = [data for _, data in PACKETS if len(data) > snap]
    assert found.file.counts.cut == len(longer)
    assert found.file.problem == ""
    judged = verdict(found.only)
    assert found.only.quality.truncated
    assert judged.outcome != "failed" or judged.confidence != "certain"
    assert found.only.quality.a_bytes == PLAIN.only.quality.a_bytes
    assert found.only.quality.b_bytes == PLAIN.only.quality.b_bytes


def test_headers_cut_by_the_snap_length() -> None:
    for snap in range(1, 54):
        found = read(pcap(PACKETS, snap=snap))
        assert found.handshakes == []
        assert found.file.counts.packets == found.file.counts.cut == 12


def test_a_snap_length_of_nothing_is_none() -> None:
    """Some tools write 0 where there is no limit."""
    data = bytearray(WHOLE)
    struct.pack_into("<I", data, 16, 0)
    assert read(bytes(data)) == PLAIN


def test_two_connections() -> None:
    other = frames(spoken(REFUSED, isns=(77, 88), start=BEGIN + SECOND // 2000), Ends(client_port=50124))
    found = read(pcap(merged(PACKETS, other)))
    assert [verdict(handshake).cause for handshake in found.handshakes] == ["unknown_ca", "completed"]
    assert told(found.handshakes[1]) == told(PLAIN.only)
