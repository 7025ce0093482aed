"""``python with_dpkt.py FILE``: dpkt takes packets and records apart; streams are put together here.

One line a handshake message, frame and type. The streams are as simple as they can be: what comes too early
waits, and a direction is forgotten when it changes keys. Run by a Python that has dpkt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dpkt  # type: ignore[import-not-found]

HANDSHAKE, CHANGE_CIPHER_SPEC, RECORD = 22, 20, 5


class Direction:
    """The bytes of one side of a connection, in order, as long as they are a handshake in clear."""

    __slots__ = ("data", "done", "early", "messages", "next")

    def __init__(self, begin: int) -> None:
        self.next = begin
        self.data = b""
        self.messages = b""
        self.early: dict[int, bytes] = {}
        self.done = False

    def add(self, sequence: int, data: bytes) -> Iterator[int]:
        """A segment; the types of the messages that it completes."""
        self.early[sequence] = data
        while self.next in self.early:
            piece = self.early.pop(self.next)
            self.next = (self.next + len(piece)) & 0xFFFFFFFF
            self.data += piece
        while not self.done and len(self.data) >= RECORD:
            kind, size = self.data[0], int.from_bytes(self.data[3:5])
            if kind != HANDSHAKE:
                self.done = True
            elif len(self.data) < RECORD + size:
                return
            else:
                record = dpkt.ssl.TLSRecord(self.data)
                self.messages += record.data
                self.data = self.data[RECORD + size :]
                yield from self._messages()

    def _messages(self) -> Iterator[int]:
        while len(self.messages) >= 4 and len(self.messages) >= 4 + int.from_bytes(self.messages[1:4]):
            message = dpkt.ssl.TLSHandshake(self.messages)
            self.messages = self.messages[4 + message.length :]
            yield message.type


def packets(path: Path) -> Iterator[tuple[int, bytes]]:
    """Frame numbers and packets."""
    with path.open("rb") as file:
        for number, (_, raw) in enumerate(dpkt.pcap.Reader(file), 1):
            yield number, raw


def main(path: Path) -> None:
    """Print frame and type of each message."""
    streams: dict[tuple[Any, ...], Direction] = {}
    for frame, raw in packets(path):
        ip = dpkt.ethernet.Ethernet(raw).data
        if not isinstance(ip, (dpkt.ip.IP, dpkt.ip6.IP6)) or not isinstance(ip.data, dpkt.tcp.TCP):
            continue
        tcp = ip.data
        key = ip.src, tcp.sport, ip.dst, tcp.dport
        if tcp.flags & dpkt.tcp.TH_SYN:
            streams[key] = Direction((tcp.seq + 1) & 0xFFFFFFFF)
        stream = streams.get(key)
        if stream is None or stream.done or not tcp.data:
            continue
        try:
            for kind in stream.add(tcp.seq, tcp.data):
                print(f"{frame}\t{kind}")
        except (dpkt.ssl.SSL3Exception, dpkt.dpkt.Error):
            stream.done = True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
