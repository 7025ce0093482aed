"""Floods: work grows with the bytes and no faster, and memory stays bounded. Work is counted, not timed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable

import pytest

from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Data, Event, Quality
from ssldiag.wire.gathered import MAX_ALERTS, MAX_MESSAGES
from ssldiag.wire.model import Handshake
from tests.effort import calls

from . import bytesmith as make
from .bytesmith import CLIENT, SERVER, events, message, record

START = events(make.FULL12[:1])


def fed(told: Iterable[Event]) -> Handshake:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    for event in told:
        conversation.feed(event)
    (found,) = conversation.result(Quality())
    return found


def pieces(data: bytes, size: int) -> list[Event]:
    return [*START, *(Data("b", data[at : at + size], 9, 0.5) for at in range(0, len(data), size))]


FLOODS: dict[str, Callable[[int], list[Event]]] = {
    "tiny records": lambda count: pieces(record(22, b"\x0b") * count, 10_000),
    "tiny alerts": lambda count: pieces(record(21, b"\x01\x70") * count, 10_000),
    "tiny data records": lambda count: pieces(record(23, b"x") * count, 10_000),
    "empty records": lambda count: pieces(record(22, b"") * count, 10_000),
    "empty messages": lambda count: pieces(record(22, message(0, b"") * 1000) * (count // 1000), 10_000),
    "single bytes of one record": lambda count: pieces(record(22, message(11, bytes(16_000)))[:count], 1),
    "single bytes of data": lambda count: pieces(record(23, bytes(16_000)) * (count // 16_000 + 1), 1)[
        :count
    ],
    "single bytes of text": lambda count: pieces(b"220 hello there\r\n" * (count // 17), 1),
    "single bytes that may be hellos": lambda count: pieces(b"\x80\x2e\x16\x03" * (count // 4), 1),
    "single bytes after a loss": lambda count: pieces(
        b"\x16\x03\x03\x00\x01\x0b" + b"\x17\x03\x03" * (count // 3), 1
    ),
    "hellos again and again": lambda count: pieces(make.HELLO12 * (count // 100), 5_000),
    "text that may be records": lambda count: pieces(b"\x16\x03\x01\x00" * (count // 4), 10_000),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_twice_as_much_is_twice_the_work(flood: str) -> None:
    told, more = FLOODS[flood](8_000), FLOODS[flood](16_000)
    once, twice = calls(lambda: fed(told)), calls(lambda: fed(more))
    assert twice <= 2.4 * once + 500, (once, twice)


def test_a_million_tiny_records() -> None:
    found = fed(pieces(record(21, b"\x01\x70") * 1_000_000, 64_000))
    assert len(found.alerts) == MAX_ALERTS
    assert len(found.messages) == MAX_MESSAGES


def test_a_million_events_of_one_byte() -> None:
    data = record(23, bytes(16_000)) * 63
    found = fed(pieces(data[:1_000_000], 1))
    assert found.application_data == (0, 62)


def test_a_certificate_message_of_sixteen_megabytes() -> None:
    size = (1 << 24) - 1
    body = message(11, make.certificates(bytes(size - 6)))
    said = b"".join(record(22, body[at : at + 16_384]) for at in range(0, len(body), 16_384))
    found = fed([*START, Data("b", make.FLIGHT12[:47], 4, 0.4), *pieces(said, 64_000)[len(START) :]])
    assert [len(seen.der) for seen in found.certificates] == [size - 6]


def test_a_certificate_message_of_a_million_certificates() -> None:
    found = fed(pieces(record(22, b"".join((message(11, make.certificates(*[b""] * 5000)),))), 20_000))
    assert len(found.certificates) == 1000


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        (record(23, bytes(16_000)) * 100, 200_000),
        (b"x" * 10_000_000, 300_000),
        (record(21, b"\x01\x70") * 30_000, 1_500_000),
        (b"\x16\x03\x03\x40\x00" + bytes(3), 200_000),
    ],
)
def test_what_is_kept_is_bounded(said: bytes, limit: int) -> None:
    """Beyond a message that is not whole nothing of any size is kept."""
    told = pieces(said, 50_000)
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    tracemalloc.start()
    try:
        for event in told:
            conversation.feed(event)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < limit, kept
