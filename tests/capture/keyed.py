"""Handshakes of TLS 1.3 that only their keys open: the packets, and the block of a pcapng file that has the
keys.
"""

from __future__ import annotations

import ssl
import struct
from pathlib import Path

from tests.capture.files import block
from tests.capture.makers import BEGIN, SECOND, Packet, Said, frames, merged, spoken
from tests.capture.traffic import ends_of
from tests.wire.peers import Pki, talk


def keyed(folder: Path, count: int) -> tuple[list[Packet], bytes]:
    """So many connections, a minute after all of :func:`tests.capture.traffic.traffic` began; their keys."""
    pki, file = Pki(folder), folder / "keys.log"
    client, server = (make(ssl.TLSVersion.TLSv1_3) for make in (pki.client, pki.server))
    client.keylog_filename = str(file)
    found = []
    for number in range(count):
        said: list[Said] = [("c" if who == "a" else "s", data) for who, data in talk(client, server).said]
        found.append(frames(spoken(said, start=BEGIN + (120 + number) * SECOND // 2), ends_of(number + 41)))
    keys = file.read_bytes()
    head = struct.pack("<II", 0x544C534B, len(keys))
    return merged(*found), block(10, head + keys + bytes(-len(keys) % 4))
