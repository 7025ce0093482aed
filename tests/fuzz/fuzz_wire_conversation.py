"""Whole connections: a script of pieces, gaps and closes made of any bytes."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Closed, Data, Direction, Ended, Event, Gap, Opened, Quality
from ssldiag.wire.fingerprint import ja3, ja3s, ja4
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Endpoint
from tests.fuzz.loop import main
from tests.fuzz.support import shape
from tests.wire import bytesmith as make
from tests.wire.test_conversation import SCRIPTS

KEYS = KeyLog({make.RANDOM_C: {"CLIENT_RANDOM": bytes(48), "SERVER_HANDSHAKE_TRAFFIC_SECRET": bytes(32)}})
A, B = Endpoint("192.0.2.1", 50000), Endpoint("192.0.2.2", 443)


def SEEDS() -> list[bytes]:
    """The scripts of the tests, as this target reads them: side and kind, size, bytes."""
    found = []
    for said in SCRIPTS.values():
        pieces = [
            (direction, data[at : at + 400]) for direction, data in said for at in range(0, len(data), 400)
        ]
        found.append(
            b"".join(
                bytes((direction == "b",)) + len(data).to_bytes(2, "big") + data for direction, data in pieces
            )
        )
    return found


def events(data: bytes) -> Iterator[Event]:
    """Each piece: a byte (bit 0 the side, bits 1 to 3 the kind), two bytes of size, and the bytes of data."""
    at, frame = 0, 3
    while at + 3 <= len(data):
        word, size = data[at], int.from_bytes(data[at + 1 : at + 3], "big")
        at, frame = at + 3, frame + 1
        side: Direction = "b" if word & 1 else "a"
        kind = word >> 1 & 7
        if kind == 5:
            yield Gap(side, size or None, frame, frame / 100)
        elif kind == 6:
            yield Closed(side, "rst" if size & 1 else "fin", frame, frame / 100)
        elif kind == 7:
            yield Opened(side, ("syn", "syn_ack", "ack")[size % 3], frame, frame / 100)
        else:
            yield Data(side, data[at : at + size], frame, frame / 100)
            at += size


def target(data: bytes) -> Hashable:
    """Any script; the last bit of its first byte says whether a key log is there."""
    conversation = Conversation("x", A, B, KEYS if data[:1] > b"\x7f" else None, expected=True)
    for event in events(data):
        conversation.feed(event)
    conversation.feed(Ended("capture", 999, 9.0))
    seen = []
    for found in conversation.result(Quality()):
        assert found.client != found.server
        assert all(alert.name for alert in found.alerts if alert.code is not None)
        assert found.starttls_refused is None or found.starttls_refused.isprintable() or found.starttls
        for hello in (found.client_hello, found.server_hello, found.second_client_hello):
            if hello is not None:
                ja3(hello), ja3s(hello), ja4(hello)
        kinds = frozenset((message.side, message.type) for message in found.messages)
        odd = frozenset(oddity.what[:30] for oddity in found.oddities)
        seen.append((kinds, odd, found.starttls, found.resumed, shape(*found.application_data)))
    return tuple(seen)


if __name__ == "__main__":
    main(target, SEEDS)
