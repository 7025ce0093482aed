"""Segments put together: reordered, doubled, split, lost, in several files, on ports used anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssldiag.wire.model import Handshake
from tests.capture.files import pcap
from tests.capture.makers import (
    BEGIN,
    ENDS,
    ENDS6,
    GOOD,
    MILLISECOND,
    REFUSED,
    SECOND,
    Ends,
    Said,
    Segment,
    at_times,
    frames,
    merged,
    spoken,
)
from tests.capture.support import heard, nameless, read, told, verdict
from tests.pcaps import ACK, FIN, PSH, RST, SYN
from tests.wire.bytesmith import FULL13

SEGMENTS = spoken(GOOD)
PLAIN = heard(SEGMENTS).only
GOOD13: list[Said] = [("c" if side == "a" else "s", data) for side, data in FULL13]


def fair(handshake: Handshake, *causes: str) -> bool:
    """Whether nothing is called certain that failed, unless it did."""
    found = verdict(handshake)
    return found.outcome != "failed" or found.confidence != "certain" or found.cause in causes


@st.composite
def split(draw: st.DrawFn, segments: Sequence[Segment]) -> list[Segment]:
    """The same bytes in segments of other sizes."""
    found: list[Segment] = []
    for segment in segments:
        size = len(segment.data)
        places = sorted(draw(st.sets(st.integers(1, max(1, size - 1)), max_size=4))) if size > 1 else []
        for start, stop in zip([0, *places], [*places, size], strict=True):
            found.append(segment.part(start, stop))
    return found


@st.composite
def doubled(draw: st.DrawFn, segments: Sequence[Segment]) -> list[Segment]:
    """The same with some segments sent again later, as they were or with what goes before or comes behind."""
    found = list(segments)
    for index in sorted(draw(st.sets(st.integers(0, len(segments) - 1), max_size=5)), reverse=True):
        again = segments[index]
        where = draw(st.integers(index + 1, min(index + 6, len(found))))
        if again.data and draw(st.booleans()):
            start = draw(st.integers(0, len(again.data) - 1))
            again = again.part(start, draw(st.integers(start + 1, len(again.data))))
        found.insert(where, again)
    return found


@st.composite
def shuffled(draw: st.DrawFn, segments: Sequence[Segment]) -> list[Segment]:
    """The same in another order, none moved by more than three places."""
    moved = [(index + draw(st.integers(0, 3)), index) for index in range(len(segments))]
    return [segments[index] for _, index in sorted(moved)]


@settings(max_examples=30, deadline=None)
@given(split(SEGMENTS))
def test_split_anyhow(segments: list[Segment]) -> None:
    found = heard(at_times(segments)).only
    assert told(found) == told(PLAIN)
    assert verdict(found).outcome == "completed"
    quality = found.quality
    assert (quality.gaps, quality.retransmitted, quality.out_of_order, quality.overlaps) == (0, 0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(split(SEGMENTS).flatmap(doubled))
def test_sent_again(segments: list[Segment]) -> None:
    found = heard(at_times(segments)).only
    assert told(found) == told(PLAIN)
    assert (verdict(found).outcome, found.quality.gaps) == ("completed", 0)


@settings(max_examples=50, deadline=None)
@given(split(SEGMENTS).flatmap(shuffled))
def test_out_of_order(segments: list[Segment]) -> None:
    found = heard(at_times(segments)).only
    assert told(found) == told(PLAIN)
    assert (verdict(found).outcome, found.quality.gaps) == ("completed", 0)


@settings(max_examples=30, deadline=None)
@given(split(SEGMENTS).flatmap(doubled).flatmap(shuffled), st.sampled_from([ENDS, ENDS6]))
def test_all_at_once(segments: list[Segment], ends: Ends) -> None:
    found = heard(at_times(segments), ends).only
    assert told(found) == told(heard(SEGMENTS, ends).only)
    assert (verdict(found).outcome, found.quality.gaps) == ("completed", 0)


@settings(max_examples=30, deadline=None)
@given(split(spoken(GOOD13)).flatmap(doubled).flatmap(shuffled))
def test_the_same_of_tls13(segments: list[Segment]) -> None:
    found = heard(at_times(segments)).only
    assert told(found) == told(heard(spoken(GOOD13)).only)
    assert verdict(found).outcome == "completed"


@settings(max_examples=50, deadline=None)
@given(split(SEGMENTS), st.data())
def test_what_is_lost_is_no_fault_of_tls(segments: list[Segment], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(segments) - 1), min_size=1, max_size=8))
    rest = [segment for index, segment in enumerate(at_times(segments)) if index not in lost]
    for found in heard(rest).handshakes:
        assert fair(found), verdict(found)


@settings(max_examples=50, deadline=None)
@given(split(spoken(REFUSED)), st.data())
def test_what_is_lost_is_not_made_another_fault(segments: list[Segment], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(segments) - 1), min_size=1, max_size=8))
    rest = [segment for index, segment in enumerate(at_times(segments)) if index not in lost]
    for found in heard(rest).handshakes:
        assert fair(found, "unknown_ca"), verdict(found)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_byte_by_byte(size: int) -> None:
    found = heard(spoken(GOOD, mss=size)).only
    assert told(found) == told(PLAIN)
    assert verdict(found).outcome == "completed"


@pytest.mark.parametrize("lost", range(3, 7))
def test_one_segment_lost(lost: int) -> None:
    rest = [segment for index, segment in enumerate(SEGMENTS) if index != lost]
    found = heard(rest).only
    assert found.quality.gaps == 1
    assert "capture" in verdict(found).why or "missing" in verdict(found).why
    assert fair(found)


@pytest.mark.parametrize("acknowledged", [0, 40])
def test_what_was_never_acknowledged_was_lost_on_the_way(acknowledged: int) -> None:
    """The client closes and still waits for the first 40 bytes of the flight; or it has them, and only the
    capture has not.
    """
    hello, flight = SEGMENTS[3], SEGMENTS[4]
    behind = flight.part(40, len(flight.data))
    closing = replace(
        hello, seq=hello.seq + hello.size, ack=flight.seq + acknowledged, flags=FIN | ACK, data=b""
    )
    found = heard(at_times([*SEGMENTS[:4], behind, closing])).only
    assert (found.quality.gaps, found.quality.lost) == (1, 0 if acknowledged else 1)
    assert verdict(found).cause == ("capture_cut" if acknowledged else "segment_lost")
    early = heard(at_times([*SEGMENTS[:4], closing, behind])).only
    assert early.quality.lost == 0


def test_the_same_bytes_twice_with_another_content() -> None:
    """The first copy counts, as with most receivers."""
    flight = SEGMENTS[4]
    lie = replace(flight, data=b"\x15\x03\x03\x00\x02\x02\x30" + bytes(len(flight.data) - 7))
    for segments in ([*SEGMENTS[:5], lie, *SEGMENTS[5:]], [*SEGMENTS[:6], lie.part(0, 7), *SEGMENTS[6:]]):
        found = heard(at_times(segments)).only
        assert told(found) == told(PLAIN)
        assert found.quality.retransmitted == 1


def test_an_overlap_is_noted() -> None:
    flight = SEGMENTS[4]
    head, tail = flight.part(0, 600), flight.part(400, len(flight.data))
    tail = replace(tail, data=b"\xff" * 200 + tail.data[200:])
    found = heard(at_times([*SEGMENTS[:4], head, tail, *SEGMENTS[5:]])).only
    assert told(found) == told(PLAIN)
    assert found.quality.overlaps == 1


@pytest.mark.parametrize("opened", [0, 1, 2, 3])
def test_without_its_first_packets(opened: int) -> None:
    """SYN, SYN-ACK and ACK may be before the beginning of the capture."""
    found = heard(SEGMENTS[opened:]).only
    assert told(found) == told(PLAIN)
    assert found.quality.starts_mid_stream == (opened > 1)
    assert verdict(found).outcome == "completed"


@pytest.mark.parametrize("first", range(4, 10))
def test_begins_in_the_middle(first: int) -> None:
    for found in heard(SEGMENTS[first:]).handshakes:
        assert found.quality.starts_mid_stream
        assert found.client_hello is None
        assert fair(found)


@pytest.mark.parametrize("first", range(4, 8))
def test_a_refusal_whose_beginning_is_missing(first: int) -> None:
    for found in heard(spoken(REFUSED)[first:]).handshakes:
        assert fair(found, "unknown_ca")


@pytest.mark.parametrize("last", range(1, 13))
def test_ends_early(last: int) -> None:
    found = heard(SEGMENTS[:last]).only
    assert fair(found)
    assert found.ending.why == ("capture" if last < 10 else "closed")


OFFSETS = [0xFFFF_FFFF - ahead for ahead in (0, 1, 5, 50, 100, 108, 109, 110, 111, 140, 200, 247, 248, 249)]


@pytest.mark.parametrize("isn", OFFSETS)
def test_sequence_numbers_wrap_around(isn: int) -> None:
    for isns in ((isn, 5000), (1000, isn), (isn, isn)):
        for mss in (0, 33):
            found = heard(spoken(GOOD, isns=isns, mss=mss)).only
            assert told(found) == told(PLAIN)
            assert (found.quality.gaps, found.quality.retransmitted) == (0, 0)
            backwards = spoken(GOOD, isns=isns, mss=400)
            backwards[4], backwards[5] = backwards[5], backwards[4]
            assert told(heard(at_times(backwards)).only) == told(PLAIN)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 0xFFFF_FFFF), st.integers(0, 0xFFFF_FFFF))
@example(0, 0)
def test_any_first_numbers(client: int, server: int) -> None:
    assert told(heard(spoken(GOOD, isns=(client, server))).only) == told(PLAIN)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("pause", [0, 3, 60, 500, 3600])
def test_ports_used_anew(closed: bool, pause: int) -> None:
    first = spoken(REFUSED, closed=closed)
    second = spoken(GOOD, isns=(900_000, 700_000), start=first[-1].time + pause * SECOND + MILLISECOND)
    found = heard([*first, *second]).handshakes
    assert [verdict(handshake).cause for handshake in found] == ["unknown_ca", "completed"]
    assert [handshake.first_frame for handshake in found] == [1, len(first) + 1]
    assert told(found[1]) == told(PLAIN)
    if not closed:
        assert found[0].ending.why == ("reused" if pause < 600 else "idle")


def test_ports_used_anew_again_and_again() -> None:
    said = (REFUSED, GOOD)
    segments = [
        segment
        for index in range(20)
        for segment in spoken(
            said[index % 2], isns=(index * 99_999, index * 77_777), start=BEGIN + index * SECOND
        )
    ]
    found = heard(segments).handshakes
    assert [verdict(handshake).cause for handshake in found] == ["unknown_ca", "completed"] * 10


def test_another_connection_between_the_same_hosts() -> None:
    other = Ends(client_port=50124)
    found = read(pcap(merged(frames(SEGMENTS), frames(spoken(REFUSED), other))))
    assert sorted(verdict(handshake).cause for handshake in found.handshakes) == ["completed", "unknown_ca"]


def test_the_other_way_round_is_the_same_connection() -> None:
    """Whichever end has the larger address: the one that begins is the client."""
    ends = Ends("192.0.2.10", 992, "192.0.2.7", 50123)
    found = heard(SEGMENTS, ends).only
    assert (found.client.ip, found.client.port) == (ends.client, ends.client_port)
    assert verdict(found).outcome == "completed"


@pytest.mark.parametrize("said", [GOOD, REFUSED])
def test_each_direction_in_a_file_of_its_own(said: tuple[Said, ...]) -> None:
    segments = spoken(said)
    whole = heard(segments).only
    sent = pcap(frames([segment for segment in segments if segment.who == "c"]))
    received = pcap(frames([segment for segment in segments if segment.who == "s"]))
    for files, names in (((sent, received), "sr"), ((received, sent), "rs")):
        found = read(*files, names=list(names)).only
        assert told(found) == told(whole)
        assert found.file == "+".join(names)
        assert verdict(found).cause == verdict(whole).cause
        assert not found.quality.one_sided
        assert (found.start, found.end) == (whole.start, whole.end)


@pytest.mark.parametrize("skew", [-50, -5, -1, 1, 5, 50])
@pytest.mark.parametrize(
    "said", [GOOD, GOOD[:4], REFUSED, GOOD13], ids=["completed", "without data", "refused", "TLS 1.3"]
)
def test_clocks_that_differ(said: Sequence[Said], skew: int) -> None:
    """Two files of two machines: answers come before questions, and the verdict is the same."""
    segments = spoken(said)
    sent = frames([segment for segment in segments if segment.who == "c"])
    received = frames([segment for segment in segments if segment.who == "s"])
    moved = [(time + skew * MILLISECOND, data) for time, data in received]
    found = read(pcap(sent), pcap(moved)).only
    assert told(found) == told(heard(segments).only)
    assert verdict(found).cause == verdict(heard(segments).only).cause


@pytest.mark.parametrize("side", ["c", "s"])
def test_one_direction_alone(side: str) -> None:
    found = heard([segment for segment in SEGMENTS if segment.who == side]).only
    assert found.quality.one_sided
    assert fair(found)
    assert (found.client_hello is None) == (side == "s")


@pytest.mark.parametrize("cut", range(1, 12))
def test_files_one_after_the_other_in_any_order(cut: int) -> None:
    """A ring of files, as capture tools write them; given in the wrong order, the time puts it right."""
    parts = [pcap(frames(SEGMENTS[:cut])), pcap(frames(SEGMENTS[cut:]))]
    forward = read(*parts, names=["a", "b"]).only
    backward = read(*parts[::-1], names=["b", "a"]).only
    assert told(forward) == told(backward) == told(PLAIN)
    assert {forward.file, backward.file} <= {"a", "b", "a+b", "b+a"}
    assert nameless(forward).quality == nameless(backward).quality == PLAIN.quality


def test_many_files_in_any_order() -> None:
    files = [pcap([frame]) for frame in frames(SEGMENTS)]
    for order in (files, files[::-1], files[5:] + files[:5]):
        assert told(read(*order).only) == told(PLAIN)


def test_the_same_file_twice() -> None:
    """Every packet twice: sent again, one would think; but one connection."""
    found = read(pcap(frames(SEGMENTS)), pcap(frames(SEGMENTS))).only
    assert told(found) == told(PLAIN)
    assert verdict(found).outcome == "completed"


def test_a_file_that_cannot_be_read_spoils_no_other() -> None:
    found = read(pcap(frames(SEGMENTS)), b"This is no capture", b"")
    assert told(found.only) == told(PLAIN)
    assert [bool(file.problem) for file in found.files] == [False, True, True]


def test_a_clock_that_goes_back() -> None:
    """As after a correction; the order in the file is what counts within one file."""
    assert told(heard(later(6, -3600)).only) == told(PLAIN)


def later(first: int, seconds: int) -> list[Segment]:
    """The segments, from one on so much later."""
    moved = [replace(segment, time=segment.time + seconds * SECOND) for segment in SEGMENTS[first:]]
    return [*SEGMENTS[:first], *moved]


def test_what_comes_after_ten_minutes_is_not_waited_for() -> None:
    found = heard(later(5, 601)).handshakes
    assert [handshake.ending.why for handshake in found][:1] == ["idle"]
    assert all(fair(handshake) for handshake in found)
    assert told(heard(later(5, 599)).only) == told(PLAIN)


def test_bytes_that_keep_a_connection_alive_are_not_sent_again() -> None:
    alive = Segment("c", SEGMENTS[5].seq - 1, SEGMENTS[5].ack, ACK, b"\0")
    found = heard(at_times([*SEGMENTS[:5], alive, *SEGMENTS[5:]])).only
    assert told(found) == told(PLAIN)
    assert found.quality.retransmitted == 0


@pytest.mark.parametrize("flags", [SYN | FIN, SYN | RST, FIN | RST, 0, 0xFF, SYN | FIN | RST | ACK | PSH])
def test_flags_that_nobody_sends(flags: int) -> None:
    odd = Segment("c", 1, 1, flags, b"xmas")
    for at in range(len(SEGMENTS)):
        for found in heard(at_times([*SEGMENTS[:at], odd, *SEGMENTS[at:]])).handshakes:
            assert fair(found, "reset")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.builds(
            Segment,
            st.sampled_from(["c", "s"]),
            st.one_of(st.integers(0, 0xFFFF_FFFF), st.integers(990, 1300), st.integers(4990, 6300)),
            st.one_of(st.integers(0, 0xFFFF_FFFF), st.integers(990, 1300), st.integers(4990, 6300)),
            st.one_of(st.integers(0, 255), st.sampled_from([SYN, SYN | ACK, ACK, PSH | ACK, FIN | ACK, RST])),
            st.one_of(st.binary(max_size=60), st.sampled_from([data for _, data in GOOD])),
            st.just(BEGIN),
        ),
        max_size=30,
    )
)
def test_any_segments_give_an_answer(segments: list[Segment]) -> None:
    """Each way of reading gives the same, and nothing fails."""
    for found in heard(at_times(segments)).handshakes:
        assert verdict(found).why


def test_a_server_that_answers_twice() -> None:
    """SYN-ACKs of two servers, or of one that had forgotten (Fast Open): the client tells which counts."""
    segments = spoken(GOOD, isns=(1000, 97000))
    other = replace(segments[1], seq=3_212_050_950)
    for where in (1, 2, 3, 4):
        for again in ([other], [other, segments[1], other]):
            found = heard(at_times([*segments[:where], *again, *segments[where:]]))
            assert told(found.handshakes[0]) == told(PLAIN)


def test_bytes_that_are_lost_at_the_beginning_are_missed() -> None:
    """What was acknowledged and never seen is a hole, and no other beginning."""
    segments = spoken([("c", b"GET / HTTP/1.1\r\n\r\n"), *GOOD], mss=0)
    found = heard([*segments[:3], *segments[4:]])
    assert found.only.quality.gaps == 1


STALLED = spoken(GOOD[:1], closed=False)
"""A server that says nothing more, if one had listened for long enough."""

HOUR = 3600 * SECOND


def others(*hours: float) -> bytes:
    """A file with a packet of something else at each of these times."""
    (frame,) = frames(SEGMENTS[:1], ENDS6)
    return pcap([(BEGIN + int(at * HOUR), frame[1]) for at in hours])


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        (others(2), "capture_cut"),
        (others(2, 3), "capture_cut"),
        (others(-1, 2), "capture_cut"),
        (others(0.01, 2), "timeout"),
        (others(0.01), "capture_cut"),
    ],
    ids=["later", "later and long", "beside it", "the next of a ring", "the next of a ring, short"],
)
def test_nobody_was_silent_where_nobody_listened(file: bytes, cause: str) -> None:
    """Files of different times, as of a folder of captures: each ends for itself, but for a ring of files."""
    for files in ([pcap(frames(STALLED)), file], [file, pcap(frames(STALLED))]):
        found = [one for one in read(*files).handshakes if one.client_hello is not None]
        assert [verdict(one).cause for one in found] == [cause]


def test_a_long_ring_of_files() -> None:
    ring = [others(minute / 60) for minute in range(1, 15)]
    (found,) = [one for one in read(pcap(frames(STALLED)), *ring).handshakes if one.client_hello is not None]
    assert verdict(found).cause == "timeout"
    del ring[4]
    (found,) = [one for one in read(pcap(frames(STALLED)), *ring).handshakes if one.client_hello is not None]
    assert verdict(found).cause == "capture_cut"
