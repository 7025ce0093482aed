"""TCP segments of a batch of packets, as columns; lists or numpy arrays, like the batch's own."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from mmap import mmap
from typing import NamedTuple, Protocol

from ssldiag.capture.batch import Column
from ssldiag.wire.model import Endpoint

FIN, SYN, RST, ACK = 1, 2, 4, 16

Data = bytes | bytearray | mmap


class Detached(NamedTuple):
    """A segment that came in fragments: it does not lie in the batch's buffer."""

    source: bytes
    target: bytes
    tcp: bytes
    header: int


class Live(Protocol):
    """What knows which connections are followed."""

    def live(self, keys: Column) -> Column:
        """Of which of these connections every segment matters."""
        ...


class Found(Protocol):
    """The segments of a batch, before it was asked which of them matter."""

    def sifted(self, sieve: Live | None = None) -> Segments:
        """All segments that matter to a sieve, and maybe others; without one all there are."""
        ...


@dataclass(slots=True)
class Segments:
    """``size[i]`` bytes of payload were on the wire, ``have[i]`` of them are at ``at[i]`` of
    ``data[file[i]]``; ``ip[i]`` and ``tcp[i]`` are where its headers begin there.

    ``clock`` is the time, but never goes back. ``epoch`` counts the ticks of its file.
    Where ``at[i]`` is negative the segment is ``detached[-1 - at[i]]``.
    """

    data: dict[int, Data]
    detached: list[Detached]
    frame: Column
    time: Column
    clock: Column
    epoch: Column
    key: Column
    side: Column
    flags: Column
    seq: Column
    ack: Column
    size: Column
    have: Column
    at: Column
    ip: Column
    tcp: Column
    file: Column

    def __len__(self) -> int:
        return len(self.frame)

    def sifted(self, sieve: Live | None = None) -> Segments:
        """All of them: see :class:`Found`."""
        return self

    @property
    def only(self) -> Data | None:
        """The one buffer that all lie in, but for those put together; None if there are several, or none."""
        return next(iter(self.data.values())) if len(self.data) == 1 else None

    def payload(self, i: int, size: int) -> bytes:
        """The first ``size`` bytes of a segment's payload."""
        at: int = self.at[i]
        if at >= 0:
            return bytes(self.data[self.file[i]][at : at + size])
        whole = self.detached[-1 - at]
        return whole.tcp[whole.header : whole.header + size]

    def ends(self, i: int) -> tuple[Endpoint, Endpoint]:
        """Who sent a segment, and to whom."""
        source, target, ports = self._addresses(i)
        return Endpoint(_text(source), ports >> 16), Endpoint(_text(target), ports & 0xFFFF)

    def _addresses(self, i: int) -> tuple[Data, Data, int]:
        if self.at[i] < 0:
            whole = self.detached[-1 - self.at[i]]
            return whole.source, whole.target, int.from_bytes(whole.tcp[:4], "big")
        data, ip, tcp = self.data[self.file[i]], int(self.ip[i]), int(self.tcp[i])
        ports = int.from_bytes(data[tcp : tcp + 4], "big")
        if data[ip] >> 4 == 4:
            return data[ip + 12 : ip + 16], data[ip + 16 : ip + 20], ports
        return data[ip + 8 : ip + 24], data[ip + 24 : ip + 40], ports


def _text(address: Data) -> str:
    return socket.inet_ntop(socket.AF_INET if len(address) == 4 else socket.AF_INET6, bytes(address))
