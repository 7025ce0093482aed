"""Captures of blocks: sections, interfaces, clocks, blocks that nobody needs, cut at every byte, damaged."""

from __future__ import annotations

import struct

import pytest

from ssldiag.capture.engine import Engine
from ssldiag.capture.limits import MAX_INTERFACES
from ssldiag.capture.pcapng import MAX_KEYS
from tests.capture.files import (
    RAW,
    block,
    blocks,
    enhanced,
    interface,
    obsolete,
    option,
    pcap,
    pcapng,
    section,
    simple,
)
from tests.capture.makers import BEGIN, GOOD, REFUSED, SECOND, SHORT, Ends, frames, packets, spoken
from tests.capture.support import ENGINES, heard, member, nameless, read, read_with, told, verdict
from tests.effort import calls

PACKETS = frames(spoken(GOOD))
PLAIN = heard(spoken(GOOD)).only
WHOLE = pcapng(PACKETS)
CLOCK = 5e-7
"""What a time in seconds is exact to: 53 bits since 1970."""

COMMENT = block(0x00000BAD, b"a custom block" + bytes(2))


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_same_as_a_classic_capture(order: str) -> None:
    found = read(pcapng(PACKETS, order=order))
    assert found.only == PLAIN
    assert (found.file.form, found.file.problem, found.file.counts.packets) == ("pcapng", "", 12)


@pytest.mark.parametrize(
    ("resolution", "ticks"),
    [(b"\x03", 1000), (b"\x06", 1_000_000), (b"\x09", SECOND), (b"\x8a", 1 << 10), (b"\x94", 1 << 20)],
    ids=["milliseconds", "microseconds", "nanoseconds", "2**-10", "2**-20"],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_clocks(resolution: bytes, ticks: int, order: str) -> None:
    head = section(order) + interface(order=order, options=option(9, resolution, order))
    body = b"".join(enhanced(packet, order=order, ticks=ticks) for packet in PACKETS)
    found = read(head + body).only
    assert told(found) == told(PLAIN)
    assert found.start == BEGIN / SECOND
    assert found.end == pytest.approx(PLAIN.end, rel=0, abs=max(1 / ticks, CLOCK))


def test_a_clock_of_whole_seconds() -> None:
    head = section() + interface(options=option(9, b"\x00"))
    found = read(head + b"".join(enhanced(packet, ticks=1) for packet in PACKETS)).only
    assert (told(found), found.end) == (told(PLAIN), PLAIN.start)


def test_clocks_that_no_one_can_have() -> None:
    """Nothing is left of the times, but all of the rest."""
    for resolution in (b"\x7f", b"\xff", b""):
        head = section() + interface(options=option(9, resolution))
        assert told(read(head + b"".join(map(enhanced, PACKETS))).only) == told(PLAIN)
    for offset in (1 << 63) - 1, -1 << 63:
        head = section() + interface(options=option(14, struct.pack("<q", offset)))
        assert told(read(head + b"".join(map(enhanced, PACKETS))).only) == told(PLAIN)


def test_an_interface_may_have_an_offset_of_time() -> None:
    offset = option(14, struct.pack("<q", -3600)) + option(0, b"")
    found = read(section() + interface(options=offset) + b"".join(map(enhanced, PACKETS))).only
    assert found.start == BEGIN / SECOND - 3600


def test_options_end_where_they_say() -> None:
    """What is behind the end of options is none."""
    options = option(2, b"eth0") + option(0, b"") + option(9, b"\x03")
    assert read(section() + interface(options=options) + b"".join(map(enhanced, PACKETS))).only == PLAIN


def test_broken_options() -> None:
    for options in (b"\x09\x00", b"\x09\x00\xff\xff\x03\0\0\0", option(9, b"\x06") + b"\x02\0\xff\xff"):
        data = section() + interface(options=options + bytes(-len(options) % 4))
        assert told(read(data + b"".join(map(enhanced, PACKETS))).only) == told(PLAIN)


def test_interfaces_of_several_kinds() -> None:
    """One connection seen in turn on Ethernet in microseconds and on raw IP in nanoseconds."""
    bare = packets(spoken(GOOD))
    head = section() + interface() + interface(RAW, options=option(9, b"\x09"))
    body = [
        enhanced(PACKETS[i], 0) if i % 2 else enhanced(bare[i], 1, ticks=SECOND) for i in range(len(PACKETS))
    ]
    found = read(head + b"".join(body))
    assert told(found.only) == told(PLAIN)
    assert found.only.end == pytest.approx(PLAIN.end, rel=0, abs=CLOCK)
    assert found.file.counts.links == {1: 6, 101: 6}


@pytest.mark.parametrize("second", ["<", ">"])
def test_sections(second: str) -> None:
    """A second section has an order of bytes and interfaces of its own."""
    bare = packets(spoken(GOOD))
    first = section() + interface() + interface(RAW) + b"".join(map(enhanced, PACKETS[:5]))
    rest = b"".join(enhanced(packet, order=second) for packet in bare[5:])
    found = read(first + section(second) + interface(RAW, second) + rest)
    assert found.only == PLAIN
    assert found.file.counts.links == {1: 5, 101: 7}


def test_an_interface_is_forgotten_with_its_section() -> None:
    data = pcapng(PACKETS[:6]) + section() + enhanced(PACKETS[6])
    found = read(data)
    assert found.file.problem == "a packet is of an interface that nothing describes"
    assert found.file.broken_at == len(data) - len(enhanced(PACKETS[6]))
    assert found.file.counts.packets == 6


def test_packets_of_other_kinds() -> None:
    head = section() + interface()
    mixed = [obsolete(packet) if index % 2 else enhanced(packet) for index, packet in enumerate(PACKETS)]
    assert read(head + b"".join(mixed)).only == PLAIN
    alone = read(head + b"".join(simple(data) for _, data in PACKETS))
    assert told(alone.only) == told(PLAIN)
    assert alone.only.start == 0.0


def test_simple_packets_are_cut_by_the_snap_length_of_the_interface() -> None:
    longest = max(len(data) for _, data in PACKETS)
    assert longest % 4 == 1
    for snap in (200, 201, 202, 203, 1 << 18):
        head = section() + interface(snap=snap)
        found = read(head + b"".join(simple(data, snap=snap) for _, data in PACKETS))
        assert found.file.counts.cut == sum(len(data) > snap for _, data in PACKETS)
        assert found.file.counts.bytes == sum(len(data) for _, data in PACKETS)
        assert told(found.only)["messages"][0] == told(PLAIN)["messages"][0]


def test_blocks_that_nobody_needs() -> None:
    names = block(4, bytes(4))
    statistics = block(5, bytes(12))
    journal = block(9, b"MESSAGE=hello\n\0\0")
    huge = block(0x40000BAD, bytes(6_000_000))
    head = section() + COMMENT + names + interface() + statistics
    body = [
        enhanced(packet, options=option(1, b"a comment") + option(0, b"")) + journal for packet in PACKETS
    ]
    body[4] += huge
    assert read(head + b"".join(body) + statistics).only == PLAIN


def test_cut_at_every_byte() -> None:
    """What is whole is decoded, and where it breaks is said."""
    packets = frames(spoken(SHORT))
    data = pcapng(packets)
    found_at = blocks(data)
    ends = [end for kind, _, end in found_at if kind == 6]
    all_ends = [end for _, _, end in found_at]
    for size in range(28, len(data)):
        found = read(data[:size])
        whole = sum(end <= size for end in ends)
        last = max(end for end in all_ends if end <= size)
        assert found.file.counts.packets == whole, size
        broken = ("the file ends inside a record", last) if size > last else ("", None)
        assert (found.file.problem, found.file.broken_at) == broken, size
        assert size > last or found.handshakes == read(pcap(packets[:whole])).handshakes, size


def test_cut_inside_the_section_header() -> None:
    for size in range(4, 28):
        found = read(WHOLE[:size])
        assert found.handshakes == []
        assert found.file.problem in ("the file ends inside a block", "the file ends inside a record")


def test_cut_inside_a_block_that_nobody_needs() -> None:
    data = WHOLE + block(0x40000BAD, bytes(100))
    for size in range(len(WHOLE) + 12, len(data)):
        found = read(data[:size])
        assert found.only == PLAIN
        assert (found.file.problem, found.file.broken_at) == ("the file ends inside a block", size)


@pytest.mark.parametrize(
    ("junk", "problem"),
    [
        (bytes(64), "a block of type 0 says that it has 0 bytes"),
        (b"\xff" * 64, "a block of type 4294967295 says that it has 4294967295 bytes"),
        (struct.pack("<II", 6, 8) + bytes(40), "a block of type 6 says that it has 8 bytes"),
        (struct.pack("<II", 6, 31) + bytes(40), "a block of type 6 says that it has 31 bytes"),
        (struct.pack("<II", 6, 2_000_000) + bytes(40), "a block of type 6 says that it has 2000000 bytes"),
        (struct.pack("<II", 1, 12) + bytes(40), "a block of type 1 says that it has 12 bytes"),
        (b"\x0a\x0d\x0d\x0a\x1c\0\0\0????" + bytes(40), "a section header has no byte order"),
        (
            b"\x0a\x0d\x0d\x0a\x0c\0\0\0\x4d\x3c\x2b\x1a" + bytes(40),
            "a section header says that it has 12 bytes",
        ),
        (enhanced(PACKETS[0], 1), "a packet is of an interface that nothing describes"),
    ],
)
def test_junk_and_wrong_lengths(junk: bytes, problem: str) -> None:
    found = read(WHOLE + junk)
    assert found.only == PLAIN
    assert (found.file.problem, found.file.broken_at) == (problem, len(WHOLE))


def test_a_packet_longer_than_its_block() -> None:
    """The length of the packet may lie: the block's own bounds it."""
    last = bytearray(enhanced(PACKETS[-1]))
    struct.pack_into("<I", last, 20, 0xFFFF_FFFF)
    found = read(pcapng(PACKETS[:-1]) + bytes(last))
    assert found.file.counts.packets == 12
    assert told(found.only) == told(PLAIN)


def test_more_interfaces_than_any_router_has() -> None:
    many = section() + interface() * MAX_INTERFACES
    assert read(many + enhanced(PACKETS[0], MAX_INTERFACES - 1)).file.counts.packets == 1
    found = read(many + interface() + enhanced(PACKETS[0]))
    assert found.file.problem == f"a section has more than {MAX_INTERFACES} interfaces"
    assert found.file.broken_at == len(many)


def test_keys_that_the_file_carries() -> None:
    def secrets(text: bytes, kind: int = 0x544C534B) -> bytes:
        return block(10, struct.pack("<II", kind, len(text)) + text + bytes(-len(text) % 4))

    line = b"CLIENT_RANDOM " + b"00" * 32 + b" " + b"11" * 48 + b"\n"
    for found in (secrets(line), secrets(b"\xff\xfe rubbish"), secrets(line, 0x57474B4C), secrets(b"")):
        assert told(read(section() + interface() + found + WHOLE[48:]).only) == told(PLAIN)
    lies = block(10, struct.pack("<II", 0x544C534B, 0xFFFF_FFFF) + line)
    assert told(read(section() + interface() + lies + WHOLE[48:]).only) == told(PLAIN)
    huge = secrets(line * (MAX_KEYS // len(line) + 1))
    assert read(section() + interface() + huge + WHOLE[48:]).file.counts.packets == 12


def test_two_connections_on_two_interfaces() -> None:
    other = packets(spoken(REFUSED), Ends(client_port=50124))
    body = [enhanced(packet, 0) for packet in PACKETS] + [enhanced(packet, 1) for packet in other]
    found = read(section() + interface() + interface(RAW) + b"".join(body))
    assert sorted(verdict(handshake).cause for handshake in found.handshakes) == ["completed", "unknown_ca"]


def test_many_sections_are_no_more_work_than_one() -> None:
    """Each section begins anew; what follows it must not be looked at again and again."""

    def file(count: int) -> str:
        parts = [section() + interface() + enhanced(PACKETS[index % 12]) for index in range(count)]
        return member(b"".join(parts))

    few, many = file(250), file(1_000)
    for engine in ENGINES:
        assert read_with(engine(), [many]).file.counts.packets == 1_000
        assert effort(engine, many) < 5 * effort(engine, few)


def effort(engine: type[Engine], path: str) -> int:
    return calls(lambda: read_with(engine(), [path]))


def test_the_same_handshake_wherever_it_came_from() -> None:
    assert nameless(read(WHOLE, names=["a"]).only) == nameless(read(pcap(PACKETS), names=["b"]).only)
