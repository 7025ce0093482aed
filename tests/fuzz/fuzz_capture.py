"""Capture files of any bytes: both ways of reading agree, and no input is an exception."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.capture.files import pcap, pcapng
from tests.capture.makers import GOOD, frames, spoken
from tests.capture.support import read
from tests.capture.texts import comtrace, dumped_trace, iptrace, snoop, tcpdump
from tests.fuzz.loop import main
from tests.fuzz.support import shape


def SEEDS() -> list[bytes]:
    """One handshake in each form of file."""
    packets = frames(spoken(GOOD))
    found = [pcap(packets), pcapng(packets), snoop(packets), iptrace(packets), dumped_trace(packets)]
    texts = ("\n".join(lines) for lines in (tcpdump(packets), comtrace(packets)))
    return [*found, *(text.encode("ascii", "replace") for text in texts)]


def target(data: bytes) -> Hashable:
    """Any file."""
    found = read(data)
    said = tuple(
        (len(item.messages), len(item.alerts), shape(len(item.oddities))) for item in found.handshakes
    )
    return (said, tuple((item.form, item.broken_at is None) for item in found.files))


if __name__ == "__main__":
    main(target, SEEDS)
