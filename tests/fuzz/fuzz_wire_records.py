"""The record layer and the messages in it: what is found must not depend on how the bytes come."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.wire.messages import Messages, Part
from ssldiag.wire.records import HANDSHAKE, LOST, Record, Records
from ssldiag.wire.sniff import Start, find_alert, find_hello, find_records, in_clear, start
from ssldiag.wire.tds import Packets
from tests.fuzz.loop import main
from tests.fuzz.support import shape
from tests.wire.test_conversation import SCRIPTS


def SEEDS() -> list[bytes]:
    """What one side says in the scripts of the tests."""
    return [
        b"".join(data for side, data in said if side == wanted)
        for said in SCRIPTS.values()
        for wanted in "ab"
    ]


def read(pieces: list[bytes], old: bool) -> tuple[list[Record], list[Part]]:
    """The records, and the messages in those of handshakes."""
    records, messages = Records(old), Messages(5000)
    found: list[Record] = []
    parts: list[Part] = []
    for piece in pieces:
        for record in records.feed(piece):
            if record[0] == LOST:
                return found, parts
            found.append(record)
            if record[0] == HANDSHAKE:
                parts += messages.feed(record[2])
    return found, parts


def target(data: bytes) -> Hashable:
    """Any bytes, whole, in two pieces and byte by byte."""
    old = data[:1] > b"\x7f"
    whole = read([data], old)
    half = len(data) // 2
    assert read([data[:half], data[half:]], old) == whole
    if len(data) < 2000:
        assert read([bytes((byte,)) for byte in data], old) == whole
    for _ in Packets().feed(data):
        pass
    if data:
        at, kind = find_hello(data)
        assert 0 <= at <= len(data) and (kind is not Start.PLAIN or at == len(data))
        return (
            start(data),
            kind,
            find_alert(data) >= 0,
            find_records(data) >= 0,
            in_clear(data),
            shape(len(whole[0]), len(whole[1])),
        )
    return None


if __name__ == "__main__":
    main(target, SEEDS)
