"""Datagrams in fragments: in any order, more than once, over one another, without end."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture.fragments import Fragments
from ssldiag.capture.limits import MAX_DATAGRAM_PARTS, MAX_DATAGRAMS
from tests.capture.files import pcap
from tests.capture.makers import (
    BEGIN,
    ENDS,
    ENDS6,
    GOOD,
    MILLISECOND,
    SECOND,
    Ends,
    Packet,
    Segment,
    ethernet,
    ipv4,
    ipv6,
    spoken,
    tcp,
)
from tests.capture.support import heard, read, told, verdict
from tests.capture.wraps import TUNNELS
from tests.effort import calls

SEGMENTS = spoken(GOOD)
PLAIN = heard(SEGMENTS).only
FLIGHT = next(index for index, segment in enumerate(SEGMENTS) if len(segment.data) > 1000)


def fragments(
    segment: Segment, bounds: Iterable[int], ends: Ends = ENDS, number: int = 7, lying: bytes = b""
) -> list[bytes]:
    """The IP packets of a segment, cut at these places (multiples of 8)."""
    source, _, target, _ = ends.of(segment.who)
    data = tcp(segment, ends)
    places = sorted({0, len(data), *(bound for bound in bounds if 0 < bound < len(data))})
    found = []
    for start, stop in pairwise(places):
        part, more = data[start:stop] + lying, stop < len(data)
        if len(source) == 4:
            found.append(
                ipv4(part, 6, source, target, identification=number, fragment=start // 8 | more << 13)
            )
        else:
            head = struct.pack(">BBHI", 6, 0, start | more, number)
            found.append(ipv6(part, 44, source, target, headers=head))
    return found


def frames(packets: Sequence[tuple[Segment, bytes]]) -> list[Packet]:
    """Ethernet frames at the times of their segments."""
    return [(segment.time, ethernet(packet)) for segment, packet in packets]


def in_pieces(size: int, ends: Ends = ENDS) -> list[tuple[Segment, bytes]]:
    """Every segment with data, in fragments of so many bytes."""
    return [
        (segment, packet)
        for index, segment in enumerate(SEGMENTS)
        for packet in fragments(segment, range(size, 4000, size), ends, index)
    ]


@pytest.mark.parametrize("ends", [ENDS, ENDS6], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize("size", [16, 24, 64, 560, 1480])
def test_all_in_fragments(size: int, ends: Ends) -> None:
    found = read(pcap(frames(in_pieces(size, ends))))
    assert told(found.only) == told(heard(SEGMENTS, ends).only)
    assert verdict(found.only).outcome == "completed"
    assert found.file.counts.tcp == 12


@pytest.mark.parametrize("wrap", [TUNNELS["gre"], TUNNELS["vxlan"], TUNNELS["in ipv6"]])
def test_fragments_in_a_tunnel(wrap: object) -> None:
    made = [(segment.time, wrap(packet)) for segment, packet in in_pieces(64)]  # type: ignore[operator]
    assert told(read(pcap(made)).only) == told(PLAIN)


@pytest.mark.parametrize("name", ["gre", "vxlan", "erspan 2", "ip in ip", "gtp with extensions"])
def test_a_tunnel_in_fragments(name: str) -> None:
    """The outer packets are cut, headers of the inner ones too."""
    made: list[Packet] = []
    for index, segment in enumerate(SEGMENTS):
        outer = TUNNELS[name](ipv4(tcp(segment), 6, *ENDS.of(segment.who)[::2]))[14:]
        head, body = outer[:20], outer[20:]
        for start in range(0, len(body), 32):
            part, more = body[start : start + 32], start + 32 < len(body)
            packet = ipv4(
                part,
                head[9],
                head[12:16],
                head[16:20],
                identification=index,
                fragment=start // 8 | more << 13,
            )
            made.append((segment.time, ethernet(packet)))
    assert told(read(pcap(made)).only) == told(PLAIN)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_order_and_any_number_of_times(data: st.DataObject) -> None:
    ends = data.draw(st.sampled_from([ENDS, ENDS6]))
    bounds = data.draw(st.sets(st.integers(1, 150).map(lambda n: n * 8), max_size=12))
    pieces = fragments(SEGMENTS[FLIGHT], bounds, ends)
    again = data.draw(st.lists(st.sampled_from(pieces), max_size=4))
    shuffled = data.draw(st.permutations([*pieces, *again]))
    made = [
        frame
        for index, segment in enumerate(SEGMENTS)
        for frame in frames(
            [(segment, packet) for packet in shuffled]
            if index == FLIGHT
            else [(segment, packet) for packet in fragments(segment, (), ends, 1000 + index)]
        )
    ]
    assert told(read(pcap(made)).only) == told(heard(SEGMENTS, ends).only)


def test_the_first_copy_of_a_byte_counts() -> None:
    """A second, different fragment over the first changes nothing."""
    first, second = fragments(SEGMENTS[FLIGHT], [800])
    lie = first[:20] + bytes(len(first) - 20)
    short = ipv4(bytes(400), 6, first[12:16], first[16:20], identification=7, fragment=0x2000 | 50)
    for order in ([first, lie, second], [first, second, lie], [second, first, lie], [first, short, second]):
        made = [
            frame
            for index, segment in enumerate(SEGMENTS)
            for frame in frames(
                [(segment, packet) for packet in (order if index == FLIGHT else fragments(segment, ()))]
            )
        ]
        assert told(read(pcap(made)).only) == told(PLAIN)


def test_a_fragment_that_is_missing_is_a_gap() -> None:
    pieces = fragments(SEGMENTS[FLIGHT], range(400, 4000, 400))
    for missing in range(len(pieces)):
        rest = pieces[:missing] + pieces[missing + 1 :]
        made = [
            frame
            for index, segment in enumerate(SEGMENTS)
            for frame in frames(
                [(segment, packet) for packet in (rest if index == FLIGHT else fragments(segment, ()))]
            )
        ]
        found = read(pcap(made)).only
        assert found.quality.gaps == 1
        assert found.server_hello is None
        assert verdict(found).confidence != "certain" or verdict(found).outcome != "failed"


def test_fragments_are_told_apart() -> None:
    """By addresses, identification and protocol; not by the order in which they come."""
    two = [fragments(segment, [16, 24], ENDS, index) for index, segment in enumerate(SEGMENTS)]
    other = [
        fragments(segment, [16, 24], Ends(client="192.0.2.99"), index)
        for index, segment in enumerate(SEGMENTS)
    ]
    made = [
        (segment.time, ethernet(packet))
        for segment, one, another in zip(SEGMENTS, two, other, strict=True)
        for pair in zip(one, another, strict=True)
        for packet in pair
    ]
    found = read(pcap(made))
    assert [verdict(handshake).outcome for handshake in found.handshakes] == ["completed"] * 2


def test_fragments_wait_half_a_minute() -> None:
    first, second = fragments(SEGMENTS[FLIGHT], [800])

    def seen(seconds: int) -> bool:
        later = SEGMENTS[FLIGHT].time + seconds * SECOND
        made = frames([(segment, fragments(segment, ())[0]) for segment in SEGMENTS[:FLIGHT]])
        made += [(SEGMENTS[FLIGHT].time, ethernet(first)), (later, ethernet(second))]
        return read(pcap(made)).only.server_hello is not None

    assert seen(0)
    assert seen(29)
    assert not seen(31)


def test_an_atomic_fragment_is_none() -> None:
    """RFC 6946: a fragment header with nothing before and nothing behind."""
    made = [
        (segment.time, ethernet(packet))
        for segment in SEGMENTS
        for packet in fragments(segment, (), ENDS6, 7)
    ]
    assert read(pcap(made)).handshakes == heard(SEGMENTS, ENDS6).handshakes


def test_fragments_cut_by_the_snap_length_are_of_no_use() -> None:
    found = read(pcap(frames(in_pieces(560)), snap=300))
    assert found.file.counts.fragments == found.file.counts.cut == 2
    assert (found.only.server_hello, found.only.quality.gaps) == (None, 1)
    assert verdict(found.only).outcome == "completed"


def test_the_middle_of_a_datagram_is_not_taken_for_its_header() -> None:
    hello = SEGMENTS[3]
    packet = ipv4(tcp(hello) + bytes(400), 6, fragment=0x2000 | 100, identification=3)
    found = read(pcap([(BEGIN, ethernet(packet))] * 30, snap=250))
    assert (found.handshakes, found.file.counts.tcp, found.file.counts.fragments) == ([], 0, 30)


def flood(count: int, same: bool) -> bytes:
    """First fragments without their rest, of many datagrams or of one."""

    def packet(index: int) -> bytes:
        number, offset = (7, index % 8000) if same else (index & 0xFFFF, 0)
        source = b"\x0a" + (0 if same else index >> 16).to_bytes(3, "big")
        return ethernet(ipv4(bytes(64), 6, source, identification=number, fragment=0x2000 | offset))

    return pcap([(BEGIN + index * MILLISECOND // 1000, packet(index)) for index in range(count)])


@pytest.mark.parametrize("same", [False, True], ids=["of many datagrams", "of one datagram"])
def test_a_flood_is_no_more_work_than_its_size(same: bool) -> None:
    few, many = flood(1_000, same), flood(4_000, same)
    assert calls(lambda: read(many)) < 5 * calls(lambda: read(few))


def test_what_waits_is_bounded() -> None:
    waiting = Fragments()
    for number in range(5 * MAX_DATAGRAMS):
        waiting.add((b"a", b"b", number, 6), 0, True, bytes(1400), 0.0)
    assert len(waiting) == MAX_DATAGRAMS
    assert waiting.lost == 4 * MAX_DATAGRAMS
    for offset in range(5 * MAX_DATAGRAM_PARTS):
        assert waiting.add((b"a", b"b", 1 << 20, 6), offset * 8 + 8, True, bytes(8), 0.0) is None
    waiting.expire(31.0)
    assert len(waiting) == 0


def test_a_flood_does_not_hide_a_handshake() -> None:
    """A datagram whose fragments come soon is put together though thousands wait."""
    made = [(BEGIN, packet) for packet in _flood_packets(3000)] + frames(in_pieces(400))
    assert told(read(pcap(made)).only) == told(PLAIN)


def _flood_packets(count: int) -> list[bytes]:
    return [
        ethernet(ipv4(bytes(64), 6, b"\x0a\0\0\1", identification=index, fragment=0x2000))
        for index in range(count)
    ]


@pytest.mark.parametrize(("offset", "more", "size"), [(8191, True, 64), (8191, False, 1400), (0, False, 0)])
def test_impossible_fragments(offset: int, more: bool, size: int) -> None:
    """Such as the ping of death: beyond 64 KiB."""
    packet = ethernet(ipv4(bytes(size), 6, fragment=offset | more << 13, identification=9))
    found = read(pcap([(BEGIN, packet)] * 40))
    assert (found.handshakes, found.file.counts.packets) == ([], 40)
