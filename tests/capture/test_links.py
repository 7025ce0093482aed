"""One handshake in every link type: the same answer."""

from __future__ import annotations

import pytest

from ssldiag.capture import links
from tests.capture.files import pcap
from tests.capture.makers import BEGIN, ENDS, ENDS6, GOOD, Ends, ethernet, packets, spoken
from tests.capture.support import heard, read
from tests.capture.wraps import LINKS, Wrap

SEGMENTS = spoken(GOOD)


@pytest.mark.parametrize("ends", [ENDS, ENDS6], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize(("link", "wrap"), LINKS.values(), ids=LINKS.keys())
def test_every_link_type(link: int, wrap: Wrap, ends: Ends) -> None:
    found = read(pcap([(time, wrap(packet)) for time, packet in packets(SEGMENTS, ends)], link))
    assert found.handshakes == heard(SEGMENTS, ends).handshakes
    assert (found.file.counts.tcp, found.file.counts.links) == (12, {OLD.get(link, link): 12})


OLD = {12: 101, 14: 101}
"""Numbers of one system's own, and those of the registry."""


def test_no_link_type_is_forgotten() -> None:
    made = {link for link, _ in LINKS.values()}
    assert set(links.LINKS) == made | {228, 229}


@pytest.mark.parametrize(("link", "ends", "other"), [(228, ENDS, ENDS6), (229, ENDS6, ENDS)])
def test_raw_of_one_version_alone(link: int, ends: Ends, other: Ends) -> None:
    assert read(pcap(packets(SEGMENTS, ends), link)).handshakes == heard(SEGMENTS, ends).handshakes
    found = read(pcap(packets(SEGMENTS, other), link))
    assert (found.handshakes, found.file.counts.tcp) == ([], 0)


@pytest.mark.parametrize(("link", "wrap"), LINKS.values(), ids=LINKS.keys())
def test_a_frame_cut_at_every_byte(link: int, wrap: Wrap) -> None:
    """Nothing is made of half a header, and nothing fails."""
    ((_, packet),) = packets(SEGMENTS[3:4])
    frame = wrap(packet)
    cuts = [(BEGIN, frame[:size]) for size in range(len(frame) - len(packet) + 54)]
    found = read(pcap(cuts, link))
    assert found.file.counts.packets == len(cuts)
    assert found.file.counts.cut == 0
    assert found.handshakes == [] or found.only.client_hello is None


@pytest.mark.parametrize(
    "frame",
    [
        ethernet(b"\0\1\0\0", 0x0806),
        ethernet(bytes(46), 0x88CC),
        ethernet(bytes(46), 0x8863),
        ethernet(b"\x11\xa7\0\1\0\0" + bytes(40), 0x8864),
        ethernet(b"\0\0\0\0" * 20, 0x8847),
        ethernet(b"\x42\x42\x03" + bytes(40), 43),
        ethernet(b"\x81\0\0\1" * 40, 0x8100),
        ethernet(b"\0\1\x81\0" * 375, 0x8100),
        b"",
        b"\0",
    ],
    ids=[
        *("arp", "lldp", "pppoe discovery", "pppoe ending", "labels without a bottom", "spanning tree"),
        *("tags of odd types", "tags without end", "nothing", "a byte"),
    ],
)
def test_frames_of_something_else(frame: bytes) -> None:
    found = read(pcap([(BEGIN, frame)] * 40))
    assert (found.handshakes, found.file.counts.packets, found.file.counts.tcp) == ([], 40, 0)
