"""Captures what passes loopback on some ports, with the right to do so (CAP_NET_RAW, packet(7))."""

from __future__ import annotations

import socket
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ssldiag.pool.engine.recorder import ACK, SYN, PcapFile

ALL = 3
"""ETH_P_ALL."""

OUTGOING = socket.PACKET_OUTGOING if hasattr(socket, "PACKET_OUTGOING") else 4
"""Loopback shows each packet twice, going out and coming in: one is enough."""

SETTLE = 0.05
"""Seconds without a packet after which the last one has come."""

BUSY = 0.5
"""Seconds after which reading ends even if others go on talking on loopback."""

FOREVER = float("inf")


def permitted() -> bool:
    """Whether this process may capture."""
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
    except (OSError, AttributeError):
        return False
    return True


class Live:
    """A capture of the packets of loopback that come from or go to some ports; a context."""

    def __init__(self, capture: Path, ports: frozenset[int]) -> None:
        self._file = PcapFile(str(capture), lambda _: None)
        self._ports = ports
        self._known: set[frozenset[int]] = set()
        self._end = FOREVER
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self._socket.settimeout(SETTLE)
        self._socket.bind(("lo", ALL))
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Live:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end = time.monotonic() + BUSY
        self._thread.join(5.0)
        self._socket.close()
        self._file.close()

    def _read(self) -> None:
        while time.monotonic() < self._end:
            try:
                packet, address = self._socket.recvfrom(262_144)
            except TimeoutError:
                if self._end is not FOREVER:
                    return
                continue
            except OSError:
                return
            if address[2] == OUTGOING:
                self._take(packet)

    def _take(self, packet: bytes) -> None:
        """Keep the packets of connections that began while we were looking."""
        found = segment(packet)
        if found is None or not self._ports & found.ports:
            return
        if found.opens:
            self._known.add(found.ports)
        if found.ports in self._known:
            self._file.add(packet)


@dataclass(frozen=True, slots=True)
class Segment:
    """The ports of a TCP segment, and whether it opens a connection (SYN without ACK)."""

    ports: frozenset[int]
    opens: bool


def segment(packet: bytes) -> Segment | None:
    """The TCP segment in an Ethernet packet; None for any other."""
    kind = packet[12:14]
    if kind == b"\x08\x00" and packet[23:24] == b"\x06":
        at = 14 + 4 * (packet[14] & 15)
    elif kind == b"\x86\xdd" and packet[20:21] == b"\x06":
        at = 54
    else:
        return None
    if len(packet) < at + 14:
        return None
    source, target = struct.unpack("!HH", packet[at : at + 4])
    return Segment(frozenset((source, target)), packet[at + 13] & (SYN | ACK) == SYN)
