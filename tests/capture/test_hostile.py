"""Captures made to hurt: work grows with their size and not faster, and memory does not grow with it at all.

Work is counted in calls of functions; sizes are small, as what is quadratic shows in the ratio.
"""

from __future__ import annotations

import gc
import struct
import tracemalloc
from collections.abc import Callable

import pytest

from ssldiag.capture.decode import Progress, decode
from ssldiag.capture.engine import Engine
from ssldiag.capture.fast import Fast
from ssldiag.capture.limits import MAX_OPEN, TICK_FRAMES
from ssldiag.capture.streams import Connection
from tests.capture.files import pcap
from tests.capture.makers import (
    BEGIN,
    GOOD,
    MILLISECOND,
    REFUSED,
    Packet,
    Said,
    Segment,
    at_times,
    frames,
    spoken,
)
from tests.capture.support import ENGINES, heard, member, read, read_with, told, verdict
from tests.effort import calls
from tests.pcaps import ACK, FIN, PSH, RST, SYN, hello
from tests.wire.bytesmith import certificates, handshake, message, record

MICROSECOND = 1000
SAMPLE = frames(spoken(GOOD[:1], closed=False))


def crowd(segments: list[Segment], count: int, step: int = MICROSECOND) -> list[Packet]:
    """So many connections that say the same, each packet ``step`` after the one before."""
    made = frames(segments)
    found: list[Packet] = []
    for number in range(count):
        address, port = struct.pack(">I", 0x0A000000 + number), struct.pack(">H", 1024 + number % 60_000)
        for index, (_, data) in enumerate(made):
            place = (26, 34) if segments[index].who == "c" else (30, 36)
            changed = bytearray(data)
            changed[place[0] : place[0] + 4] = address
            changed[place[1] : place[1] + 2] = port
            found.append((BEGIN + len(found) * step, bytes(changed)))
    return found


def stream(who_said: list[Said], mss: int = 1400) -> bytes:
    return pcap(frames(spoken(who_said, mss=mss, closed=False, step=MICROSECOND)))


def syns(count: int) -> bytes:
    return pcap(crowd(spoken((), closed=False)[:1], count))


def syns_of_one(count: int) -> bytes:
    """The same ends, each time with another number."""
    segments = [Segment("c", number * 65_537 & 0xFFFF_FFFF, 0, SYN) for number in range(count)]
    return pcap(frames(at_times(segments, step=MICROSECOND)))


def half_open(count: int) -> bytes:
    return pcap(crowd(spoken(GOOD[:1], closed=False), count))


def halves_of_hellos(count: int) -> bytes:
    return pcap(crowd(spoken((("c", hello()[:60]),), closed=False), count))


def refused(count: int) -> bytes:
    return pcap(crowd(spoken(REFUSED[:1], closed=False)[:3] + spoken(REFUSED)[3:], count))


def middles(count: int) -> bytes:
    """Connections that began before."""
    return pcap(crowd(spoken((("c", record(23, bytes(40))),), opened=False, closed=False), count))


def tiny_segments(count: int) -> bytes:
    """A record that says it is large, byte by byte."""
    return stream([("c", b"\x16\x03\x01\x40\x00\x01\x00\xff\xff" + bytes(count))], mss=1)


def tiny_records(count: int) -> bytes:
    """A hello of 16 MB in records of a byte each."""
    body = b"\x01\xff\xff\xff" + bytes(count)
    return stream([("c", b"".join(record(22, body[at : at + 1]) for at in range(count)))])


def empty_records(count: int) -> bytes:
    return stream([("c", hello()), ("s", record(22, b"") * count)])


def warnings_without_end(count: int) -> bytes:
    return stream([("c", hello()), ("s", record(21, b"\1\x70") * count)])


def hellos_without_end(count: int) -> bytes:
    return stream([("c", hello() * (count // 10))])


def requests_without_end(count: int) -> bytes:
    return stream([("c", hello()), ("s", handshake(0, b"") * count)])


def certificates_without_end(count: int) -> bytes:
    """A certificate message with as many certificates as fit."""
    return stream([("c", hello()), GOOD[1], ("s", _records(message(11, certificates(*[b"\x30\0"] * count))))])


def _records(data: bytes) -> bytes:
    return b"".join(record(22, data[at : at + 16_384]) for at in range(0, len(data), 16_384))


def large_certificate(count: int) -> bytes:
    """A certificate of 300 bytes for each of the count."""
    der = b"\x30\x83" + (count * 300).to_bytes(3, "big") + bytes(count * 300)
    return stream([("c", hello()), ("s", _records(message(11, certificates(der))))])


def backwards(count: int) -> bytes:
    """Segments in the wrong order behind a hole that is never filled."""
    whole = spoken((("c", bytes(count * 40)),), mss=40, closed=False)
    return pcap(frames(at_times([*whole[:3], *whole[:3:-1]], step=MICROSECOND)))


def every_other(count: int) -> bytes:
    """Holes without end."""
    whole = spoken((("c", bytes(count * 40)),), mss=40, closed=False)
    return pcap(frames(at_times([*whole[:3], *whole[4::2]], step=MICROSECOND)))


def again_and_again(count: int) -> bytes:
    """The same segments behind a hole, over one another, each a byte further."""
    first = spoken((("c", bytes(50)),), closed=False)
    moved = [Segment("c", 2000 + number, 5001, ACK, bytes(50)) for number in range(count)]
    return pcap(frames(at_times([*first[:3], *moved], step=MICROSECOND)))


def ends_without_end(count: int) -> bytes:
    flags = (FIN | ACK, RST, RST | ACK, FIN | PSH | ACK)
    whole = spoken(GOOD)
    more = [Segment("cs"[n % 2], 900 + n, 5001, flags[n % 4]) for n in range(count)]  # type: ignore[arg-type]
    return pcap(frames(at_times([*whole, *more], step=MICROSECOND)))


def acknowledgments(count: int) -> bytes:
    """Each acknowledges more of what never came."""
    whole = spoken(GOOD[:1], closed=False)
    more = [Segment("s", 5001, 1111 + number * 10, ACK) for number in range(count)]
    return pcap(frames(at_times([*whole, *more], step=MICROSECOND)))


ATTACKS: tuple[Callable[[int], bytes], ...] = (
    *(syns, syns_of_one, half_open, halves_of_hellos, refused, middles, tiny_segments, tiny_records),
    *(empty_records, warnings_without_end, hellos_without_end, requests_without_end),
    *(certificates_without_end, large_certificate, backwards, every_other, again_and_again),
    *(ends_without_end, acknowledgments),
)


CROWDS = (syns, half_open, halves_of_hellos, refused, middles)


def effort(engine: type[Engine], data: bytes) -> int:
    path = member(data)
    return calls(lambda: read_with(engine(), [path]))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("engine", ENGINES)
def test_work_grows_with_the_size(engine: type[Engine], attack: Callable[[int], bytes]) -> None:
    count = 80 if attack in CROWDS else 300
    assert effort(engine, attack(4 * count)) < 5 * effort(engine, attack(count))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_nothing_of_it_is_certain(attack: Callable[[int], bytes]) -> None:
    """Each way of reading gives the same, and what it gives can be judged."""
    found = read(attack(100))
    assert found.file.problem == ""
    for one in found.handshakes[:20]:
        assert verdict(one).why


def peak(data: bytes) -> int:
    """The most memory that Python had while it read, without the file and what was given."""
    path = member(data)
    tracemalloc.start()
    try:
        for _ in decode([path], engine=Fast()):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_certificate_of_sixteen_megabytes() -> None:
    """The largest message that there can be: it is not kept, and the handshake is told of."""
    size = (1 << 24) - 10
    body = certificates(b"\x30\x83" + (size - 11).to_bytes(3, "big") + bytes(size - 11))
    data = stream([("c", hello()), ("s", _records(message(11, body))), *GOOD[2:]], mss=60_000)
    (found,) = read_with(ENGINES[-1](), [member(data)]).handshakes
    assert found.client_hello is not None
    assert found.quality.b_bytes > size
    assert verdict(found).why


def test_connections_that_never_end_are_given_up() -> None:
    """No more are followed than the bound allows, but for those that begin before it is looked at again; a
    handshake among them is found.
    """
    most = 0

    def note(progress: Progress) -> None:
        nonlocal most
        most = max(most, sum(isinstance(item, Connection) for item in gc.get_objects()))

    flood = crowd(spoken((), closed=False)[:1], 17_000)
    whole = [(time + 7 * MILLISECOND, data) for time, data in frames(spoken(GOOD))]
    path = member(pcap(sorted([*flood, *whole])))
    found = list(decode([path], engine=Fast(), progress=note))
    assert MAX_OPEN <= most <= MAX_OPEN + (1 << TICK_FRAMES) + 1
    assert len(found) == 17_001
    good = [told(one) for one in found if one.client_hello is not None]
    assert good == [told(heard(spoken(GOOD)).only)]


@pytest.mark.parametrize("attack", [tiny_records, empty_records, every_other, backwards, again_and_again])
def test_memory_of_one_connection_is_bounded(attack: Callable[[int], bytes]) -> None:
    few, many = (peak(attack(count)) for count in (1_500, 4_500))
    assert many < 1.5 * few
