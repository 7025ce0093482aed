"""One handshake in every tunnel, and in tunnels inside one another: the same answer, down to a bound."""

from __future__ import annotations

import pytest

from ssldiag.capture import tunnels
from tests.capture.files import pcap
from tests.capture.makers import BEGIN, ENDS, ENDS6, GOOD, Ends, ethernet, ipv4, packets, spoken, udp
from tests.capture.support import heard, read
from tests.capture.wraps import SIX_ONLY, TUNNELS, Wrap, gre, in_udp
from tests.effort import calls

SEGMENTS = spoken(GOOD)


@pytest.mark.parametrize("ends", [ENDS, ENDS6], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize("wrap", TUNNELS.values(), ids=TUNNELS.keys())
def test_every_tunnel(wrap: Wrap, ends: Ends) -> None:
    found = read(pcap([(time, wrap(packet)) for time, packet in packets(SEGMENTS, ends)]))
    assert found.handshakes == heard(SEGMENTS, ends).handshakes
    assert (found.file.counts.tcp, found.file.counts.udp) == (12, 0)


@pytest.mark.parametrize("wrap", SIX_ONLY.values(), ids=SIX_ONLY.keys())
def test_tunnels_of_ipv6(wrap: Wrap) -> None:
    found = read(pcap([(time, wrap(packet)) for time, packet in packets(SEGMENTS, ENDS6)]))
    assert found.handshakes == heard(SEGMENTS, ENDS6).handshakes


@pytest.mark.parametrize("wrap", [*TUNNELS.values(), *SIX_ONLY.values()], ids=[*TUNNELS, *SIX_ONLY])
def test_a_frame_cut_at_every_byte(wrap: Wrap) -> None:
    ends = ENDS6 if wrap in SIX_ONLY.values() else ENDS
    frame = wrap(packets(SEGMENTS[3:4], ends)[0][1])
    found = read(pcap([(BEGIN, frame[:size]) for size in range(len(frame))]))
    assert found.file.counts.packets == len(frame)
    assert all(handshake.server_hello is None for handshake in found.handshakes)


@pytest.mark.parametrize("wrap", [*TUNNELS.values(), *SIX_ONLY.values()], ids=[*TUNNELS, *SIX_ONLY])
def test_snap_lengths(wrap: Wrap) -> None:
    ends = ENDS6 if wrap in SIX_ONLY.values() else ENDS
    made = [(time, wrap(packet)) for time, packet in packets(SEGMENTS, ends)]
    overhead = max(len(frame) for _, frame in made) - max(
        len(packet) for _, packet in packets(SEGMENTS, ends)
    )
    found = read(pcap(made, snap=overhead + (60 if ends is ENDS6 else 40) + 20)).only
    assert found.quality.truncated
    assert (found.quality.a_bytes, found.quality.b_bytes) == (248, 1195)


def test_every_port_of_a_tunnel_was_tried() -> None:
    tried = {port for port in tunnels.BY_PORT if port in PORTS}
    assert tried == set(tunnels.BY_PORT)


PORTS = (2152, 3544, 4341, 4754, 4789, 4790, 6081, 6635, 8472)


@pytest.mark.parametrize("port", PORTS)
def test_a_port_proves_nothing(port: int) -> None:
    """What is no tunnel though it uses a tunnel's port is UDP, and DTLS and QUIC are seen there too."""
    dtls = b"\x16\xfe\xfd" + bytes(10) + b"\1\0\0\0"
    quic = b"\xc3\0\0\0\1\x08" + bytes(40)
    for payload, counted in ((b"", (0, 0)), (b"\xff" * 60, (0, 0)), (dtls, (1, 0)), (quic, (0, 1))):
        found = read(pcap([(BEGIN, ethernet(ipv4(udp(payload, port), 17)))] * 30))
        counts = found.file.counts
        assert counts.packets == 30
        assert found.handshakes == []
        if port not in LEADING:
            assert (counts.udp, counts.dtls, counts.quic) == (30, counted[0] * 30, counted[1] * 30)


LEADING = (6635,)
"""The tunnel whose header says too little of itself to be told from DTLS: four bytes of a label."""


def nested(packet: bytes, depth: int) -> bytes:
    for _ in range(depth):
        packet = ipv4(packet, 4)
    return ethernet(packet)


def test_tunnels_in_tunnels_are_bounded() -> None:
    made = packets(SEGMENTS)
    expected = heard(SEGMENTS).handshakes
    for depth in (1, 3, 6):
        assert read(pcap([(time, nested(packet, depth)) for time, packet in made])).handshakes == expected
    for depth in (20, 100, 1000):
        found = read(pcap([(time, nested(packet, depth)) for time, packet in made]))
        assert (found.handshakes, found.file.counts.tcp, found.file.problem) == ([], 0, "")


def test_deep_packets_take_no_longer_than_the_bound() -> None:
    def file(depth: int) -> bytes:
        wrap = in_udp(4789, lambda packet: b"\x08" + bytes(7) + ethernet(packet))
        packet = packets(SEGMENTS)[3][1]
        for _ in range(depth):
            packet = wrap(packet)[14:]
        return pcap([(BEGIN, ethernet(packet))] * 50)

    few, many = file(10), file(200)
    assert calls(lambda: read(many)) < 1.5 * calls(lambda: read(few))


def test_a_tunnel_does_not_hide_what_is_beside_it() -> None:
    """The same addresses and ports inside and outside of a tunnel are one connection: a mirror shows both."""
    inside = [(time, TUNNELS["erspan 2"](packet)) for time, packet in packets(SEGMENTS[::2])]
    outside = [(time, ethernet(packet)) for time, packet in packets(SEGMENTS[1::2])]
    found = read(pcap(sorted(inside + outside)))
    assert found.handshakes == heard(SEGMENTS).handshakes


def test_gre_of_what_is_not_known() -> None:
    found = read(pcap([(BEGIN, ethernet(ipv4(gre(0, number=0x1234)(bytes(40)), 47)))] * 30))
    assert (found.handshakes, found.file.counts.packets, found.file.counts.tcp) == ([], 30, 0)
