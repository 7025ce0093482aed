"""IP headers with everything that may be in them, and UDP: the same handshake, or a count."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from tests.capture.files import RAW, pcap
from tests.capture.makers import BEGIN, ENDS, ENDS6, GOOD, Segment, ethernet, ipv4, ipv6, spoken, tcp, udp
from tests.capture.support import heard, read

SEGMENTS = spoken(GOOD)
PLAIN = heard(SEGMENTS).handshakes
PLAIN6 = heard(SEGMENTS, ENDS6).handshakes

Make = Callable[[bytes, bytes, bytes], bytes]

OPTIONS = {
    "no operation": b"\1\1\1\0",
    "router alert": bytes.fromhex("94040000"),
    "record route": b"\7\x0b\4" + bytes(8) + b"\0",
    "as many as there can be": b"\1" * 40,
}

HOP, ROUTING, DESTINATION, AUTHENTICATION, MOBILITY, HIP, SHIM6 = 0, 43, 60, 51, 135, 139, 140
HEADERS = {
    "hop by hop": (HOP,),
    "routing": (ROUTING,),
    "destination": (DESTINATION,),
    "authentication": (AUTHENTICATION,),
    "all": (HOP, DESTINATION, ROUTING, AUTHENTICATION, DESTINATION),
    "eight": (DESTINATION,) * 8,
    "others": (MOBILITY, HIP, SHIM6),
}


def extensions(kinds: tuple[int, ...], last: int = 6, units: int = 1) -> bytes:
    """Extension headers in a row, then the protocol ``last``."""
    found = b""
    for kind, following in zip(kinds, (*kinds[1:], last), strict=True):
        if kind == AUTHENTICATION:
            found += bytes((following, 4)) + bytes(22)
        else:
            found += bytes((following, units - 1)) + bytes(8 * units - 2)
    return found


def four(make: Make) -> list[tuple[int, bytes]]:
    return _made(make, False)


def six(make: Make) -> list[tuple[int, bytes]]:
    return _made(make, True)


def _made(make: Make, over_six: bool) -> list[tuple[int, bytes]]:
    ends = ENDS6 if over_six else ENDS

    def frame(segment: Segment) -> bytes:
        source, _, target, _ = ends.of(segment.who)
        return ethernet(make(tcp(segment, ends), source, target))

    return [(segment.time, frame(segment)) for segment in SEGMENTS]


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_options(options: bytes) -> None:
    made = four(lambda data, source, target: ipv4(data, 6, source, target, options=options))
    assert read(pcap(made)).handshakes == PLAIN


@pytest.mark.parametrize("kinds", HEADERS.values(), ids=HEADERS.keys())
@pytest.mark.parametrize("units", [1, 2, 5])
def test_extension_headers(kinds: tuple[int, ...], units: int) -> None:
    headers = extensions(kinds, units=units)
    made = six(lambda data, source, target: ipv6(data, kinds[0], source, target, headers=headers))
    assert read(pcap(made)).handshakes == PLAIN6


@pytest.mark.parametrize("kinds", [(HOP,) * 30, (DESTINATION,) * 180])
def test_more_extension_headers_than_anyone_sends(kinds: tuple[int, ...]) -> None:
    headers = extensions(kinds)
    made = six(lambda data, source, target: ipv6(data, kinds[0], source, target, headers=headers))
    found = read(pcap(made))
    assert (found.handshakes, found.file.counts.packets, found.file.problem) == ([], 12, "")


def test_a_total_length_of_nothing() -> None:
    """What a network card that cuts segments itself leaves to be filled in."""
    made = four(lambda data, source, target: ipv4(data, 6, source, target, total=0))
    assert read(pcap(made)).handshakes == PLAIN
    made = six(lambda data, source, target: ipv6(data, 6, source, target, length=0))
    assert read(pcap(made)).handshakes == PLAIN6


def test_segments_of_more_than_one_frame() -> None:
    """Cards put segments together, too: 60 KB in one packet."""
    said = (*GOOD[:2], ("s", b"\x17\x03\x03\x40\x00" + bytes(16384)), *GOOD[2:])
    whole = heard(spoken(said)).only
    parts = heard(spoken(said, mss=1400)).only
    assert [message.type for message in whole.messages] == [message.type for message in parts.messages]


@pytest.mark.parametrize("total", [20, 39, 40, 41, 60])
def test_a_total_length_that_lies(total: int) -> None:
    """What is behind the packet's own length is a trailer, not TCP."""
    made = four(lambda data, source, target: ipv4(data, 6, source, target, total=total))
    found = read(pcap(made))
    assert found.file.counts.packets == 12
    expected = 0 if total < 40 else max(0, total - 40)
    assert all(handshake.quality.a_bytes <= 12 * expected for handshake in found.handshakes)
    assert all(handshake.client_hello is None for handshake in found.handshakes)


@pytest.mark.parametrize("total", [1, 19])
def test_a_total_length_less_than_its_header(total: int) -> None:
    made = four(lambda data, source, target: ipv4(data, 6, source, target, total=total))
    found = read(pcap(made))
    assert (found.handshakes, found.file.counts.tcp) == ([], 0)


@pytest.mark.parametrize("first", [0x00, 0x30, 0x41, 0x44, 0x55, 0x65, 0xF5])
def test_no_ip_at_all(first: int) -> None:
    packets = [
        (time, data[:14] + bytes((first,)) + data[15:])
        for time, data in four(lambda data, source, target: ipv4(data, 6, source, target))
    ]
    found = read(pcap(packets))
    assert (found.handshakes, found.file.counts.tcp, found.file.counts.packets) == ([], 0, 12)


@pytest.mark.parametrize("offset", range(5))
def test_a_tcp_header_less_than_itself(offset: int) -> None:
    def make(data: bytes, source: bytes, target: bytes) -> bytes:
        return ipv4(data[:12] + bytes((offset << 4,)) + data[13:], 6, source, target)

    found = read(pcap(four(make)))
    assert (found.handshakes, found.file.counts.packets) == ([], 12)


def test_tcp_options() -> None:
    def make(data: bytes, source: bytes, target: bytes) -> bytes:
        return ipv4(data[:12] + b"\xf0" + data[13:20] + b"\1" * 40 + data[20:], 6, source, target)

    assert read(pcap(four(make))).handshakes == PLAIN


def test_urgent_and_other_bits_change_nothing() -> None:
    def make(data: bytes, source: bytes, target: bytes) -> bytes:
        flags = data[13] | 0xE0
        head = data[:12] + bytes((data[12] | 0x0F, flags)) + data[14:18] + struct.pack(">H", 9)
        return ipv4(head + data[20:], 6, source, target)

    assert read(pcap(four(make))).handshakes == PLAIN


@pytest.mark.parametrize(
    ("payload", "counted"),
    [
        (b"\x16\xfe\xfd" + bytes(10), "dtls"),
        (b"\x16\xfe\xff" + bytes(100), "dtls"),
        (b"\x1a\xfe\xfc" + bytes(10), "dtls"),
        (b"\x14\x01\x00" + bytes(10), "dtls"),
        (b"\x16\xfe\xfd" + bytes(9), ""),
        (b"\x16\x03\x03" + bytes(10), ""),
        (b"\x1b\xfe\xfd" + bytes(10), ""),
        (b"\xc3\0\0\0\1" + bytes(40), "quic"),
        (b"\xc0\xff\0\0\x1d" + bytes(40), "quic"),
        (b"\xf0\x6b\x33\x43\xcf" + bytes(40), "quic"),
        (b"\xc3Q043" + bytes(40), "quic"),
        (b"\x43\0\0\0\1" + bytes(40), ""),
        (b"\xc3\0\0\0\2" + bytes(40), ""),
        (b"\xc3\0\0\0\1", ""),
        (b"", ""),
        (b"\0" * 30, ""),
    ],
)
@pytest.mark.parametrize("over_six", [False, True])
@pytest.mark.parametrize("options", [b"", b"\1\1\1\0"])
def test_what_udp_carries(payload: bytes, counted: str, over_six: bool, options: bytes) -> None:
    headers = extensions((HOP,), 17) if options else b""
    datagram = udp(payload, 4433)
    packet = (
        ipv6(datagram, HOP if options else 17, headers=headers)
        if over_six
        else ipv4(datagram, 17, options=options)
    )
    for count in (1, 60):
        counts = read(pcap([(BEGIN, ethernet(packet))] * count)).file.counts
        assert (counts.udp, counts.tcp) == (count, 0)
        assert (counts.dtls, counts.quic) == (count * (counted == "dtls"), count * (counted == "quic"))


def test_what_udp_carries_does_not_reach_into_the_trailer() -> None:
    """A datagram of three bytes in a frame of sixty is not made DTLS by what pads the frame."""
    frame = ethernet(ipv4(udp(b"\x16\xfe\xfd", 4433), 17)).ljust(60, b"\0")
    for count in (1, 60):
        assert read(pcap([(BEGIN, frame)] * count)).file.counts.dtls == 0


def test_other_protocols() -> None:
    for protocol in range(256):
        if protocol in (6, 17):
            continue
        packet = ipv4(bytes(range(64)), protocol)
        counts = read(pcap([(BEGIN, packet)] * 30, RAW)).file.counts
        assert (counts.tcp, counts.udp) == (0, 0), protocol
