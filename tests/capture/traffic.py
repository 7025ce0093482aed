"""A capture of many connections at once, made the same from the same seed: handshakes that complete, fail,
begin before the capture or use a port anew, data after them, and what else a network carries.
"""

from __future__ import annotations

from random import Random

from tests.capture.makers import (
    BEGIN,
    DATA,
    ENDS,
    ENDS6,
    GOOD,
    MILLISECOND,
    REFUSED,
    SECOND,
    Ends,
    Packet,
    Said,
    Segment,
    Who,
    ethernet,
    frames,
    ip,
    ipv4,
    merged,
    spoken,
    tcp,
    udp,
)
from tests.capture.wraps import tagged
from tests.pcaps import ACK, SYN, alert

DTLS = bytes.fromhex("16fefd0000000000000000000401000000")
QUIC = bytes.fromhex("c00000000108") + bytes(20)
SIDES: tuple[Who, ...] = ("c", "s")


def traffic(seed: int, connections: int = 60, span: int = 40, opened: float = 0.9) -> list[Packet]:
    """Ethernet frames in order of time, over so many seconds; so many connections begin with a SYN."""
    random = Random(seed)
    found = [_connection(random, number, span, opened) for number in range(connections)]
    return merged(*found, _noise(random, span))


def ends_of(number: int) -> Ends:
    """Who speaks in a connection; a few use the same addresses and ports."""
    six = number % 5 == 4
    port = 50_000 + number % 40
    return Ends(ENDS6.client, port, ENDS6.server, 992) if six else Ends(ENDS.client, port, ENDS.server, 992)


def _connection(random: Random, number: int, span: int, opened: float) -> list[Packet]:
    said: list[Said] = list(random.choice((GOOD, GOOD, REFUSED)))
    if said[-1] == ("s", DATA):
        said += [(random.choice(SIDES), DATA * random.randint(1, 9)) for _ in range(random.randint(0, 60))]
        said += [("s", alert(0, 1))] * random.randint(0, 1)
    segments = spoken(
        said,
        isns=(random.getrandbits(32), random.getrandbits(32)),
        mss=random.choice((0, 400)),
        opened=random.random() < opened,
        closed=random.random() < 0.8,
        start=BEGIN + random.randrange(span * SECOND),
        step=random.choice((1, 20, 300)) * MILLISECOND,
    )
    kept = [segment for segment in segments if random.random() > 0.01]
    again = [_later(segment) for segment in kept if random.random() < 0.01]
    acked = [_acknowledged(segment) for segment in kept if segment.data and random.random() < 0.5]
    one = ends_of(number)
    if number % 7 == 3:
        return [(segment.time, tagged(0x8100)(ip(segment, one))) for segment in (*kept, *again, *acked)]
    return frames((*kept, *again, *acked), one)


def _later(segment: Segment) -> Segment:
    return Segment(
        segment.who, segment.seq, segment.ack, segment.flags, segment.data, segment.time + MILLISECOND
    )


def _acknowledged(segment: Segment) -> Segment:
    ack = segment.seq + len(segment.data)
    return Segment(
        "s" if segment.who == "c" else "c", segment.ack, ack, ACK, b"", segment.time + MILLISECOND // 2
    )


def _noise(random: Random, span: int) -> list[Packet]:
    """Datagrams, fragments, options, what is no IP, and what is cut short."""
    whole = tcp(Segment("c", 7, 0, SYN), ENDS)
    odd = [
        ethernet(ipv4(udp(DTLS, 4433), 17)),
        ethernet(ipv4(udp(QUIC, 443), 17)),
        ethernet(ipv4(udp(b"\0", 53), 17)),
        ethernet(ipv4(whole[:16], fragment=0x2000, identification=5)),
        ethernet(ipv4(whole[16:], fragment=2, identification=5)),
        ethernet(ipv4(whole, options=b"\1\1\1\0")),
        ethernet(ipv4(whole, total=0)),
        ethernet(ipv4(whole)[:30]),
        ethernet(b"\0\1\x08\0\6\4\0\1" + bytes(20), 0x0806),
        ethernet(ipv4(b"\0" * 8, 1)),
        ethernet(ipv4(whole[:12] + b"\x10" + whole[13:])),
        b"\0" * 9,
    ]
    return [(BEGIN + random.randrange(span * SECOND), data) for data in odd * 3]
