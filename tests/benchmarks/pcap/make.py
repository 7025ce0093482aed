"""Writes a capture for measuring: many TLS connections at once, few handshakes, some loss and disorder.

    python -m tests.benchmarks.pcap.make FILE [--size BYTES] [--connections N] [--seed N] [--handshakes-only]

The same seed gives the same packets but for the bytes of the handshakes, which ``ssl`` makes anew each time.
"""

from __future__ import annotations

import argparse
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from tests.benchmarks.pcap.sessions import Session, sessions

GIB = 1 << 30
MSS = 1448
BEGIN = 1_790_000_000
PARALLEL = 400  # connections at the same time, on average
POOL = 1 << 22  # random bytes that the data records are cut from
_MORE = 1.23  # a fifth of the connections fail and have no data
SYN, ACK, PSH, FIN = 2, 16, 8, 1

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Wish:
    """What to make."""

    size: int = GIB
    connections: int = 20_000
    seed: int = 1
    handshakes_only: bool = False
    loss: float = 0.001
    disorder: float = 0.005
    twice: float = 0.003


@dataclass(frozen=True)
class Made:
    """What was made. ``completed`` and ``failed`` count the handshakes by how they end."""

    packets: int
    bytes: int
    connections: int
    handshake_packets: int
    completed: int
    failed: int


class Segment:
    """A packet of a connection before it has addresses: from the client?, flags, payload or size of data."""

    __slots__ = ("client", "data", "flags", "size", "start")

    def __init__(self, client: bool, flags: int, data: bytes = b"", size: int = 0, start: int = 0) -> None:
        self.client, self.flags, self.data, self.start = client, flags, data, start
        self.size = size or len(data)


def handshake_of(session: Session, random: np.random.Generator) -> list[Segment]:
    """The packets from the first SYN to the end of the handshake."""
    found = [Segment(True, SYN), Segment(False, SYN | ACK), Segment(True, ACK)]
    for number, (client, data) in enumerate(session.flights):
        if number == 0:
            data = data[:11] + random.bytes(32) + data[43:]
        found += [Segment(client, ACK | PSH, data[at : at + MSS]) for at in range(0, len(data), MSS)]
        if len(data) > MSS:
            found.append(Segment(not client, ACK))
    return found


def data_of(amount: int, random: np.random.Generator) -> Iterator[Segment]:
    """Records of application data: many small ones, some that fill several packets."""
    kinds = random.random(amount // 64 + 8)
    sizes = random.integers(28, 110, len(kinds))
    left = float(amount)
    for kind, size in zip(kinds.tolist(), sizes.tolist(), strict=True):
        if left <= 0:
            return
        client = kind * 1000 % 1 < 0.5
        total = size if kind < 0.84 else size * 3 if kind < 0.97 else MSS * (1 + int(kind * 1e4) % 4)
        for at in range(0, total, MSS):
            yield Segment(client, ACK | PSH, size=min(MSS, total - at), start=0 if at else total)
        if kind * 100 % 1 < 0.7:
            yield Segment(not client, ACK)
        left -= total + 82 * (1.7 + total // MSS)


def make(path: Path, wish: Wish = Wish()) -> Made:
    """Write the capture. Takes about a minute for a GiB."""
    random = np.random.default_rng(wish.seed)
    pool = random.bytes(POOL)
    each = 0 if wish.handshakes_only else max(0, int(wish.size / wish.connections * _MORE) - 5200)
    kinds = sessions()
    span = wish.connections * 1.0
    packets: list[tuple[float, int, int, Segment]] = []
    waiting: list[tuple[float, int, int, Segment]] = []
    count = [0, 0, 0]
    written = 0
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        out = Writer(file, pool, random, wish)
        for number in range(wish.connections):
            session = kinds[int(random.integers(len(kinds)))]
            count[0 if session.version else 1] += 1
            begin = span * number / wish.connections
            segments = handshake_of(session, random)
            count[2] += sum(1 for segment in segments if segment.size)
            if session.version:
                segments += data_of(each, random)
            segments += [Segment(True, FIN | ACK), Segment(False, FIN | ACK), Segment(True, ACK)]
            waiting += timed(segments, number, begin, random, wish)
            if number % 50 == 49 or number == wish.connections - 1:
                now = (
                    span * (number + 1) / wish.connections if number < wish.connections - 1 else float("inf")
                )
                waiting.sort(key=lambda item: item[0])
                cut = next((i for i, item in enumerate(waiting) if item[0] >= now), len(waiting))
                packets, waiting = waiting[:cut], waiting[cut:]
                out.write(packets)
        written = out.written
    made = Made(out.packets, written + 24, wish.connections, count[2], count[0], count[1])
    path.with_suffix(".json").write_text(json.dumps(made.__dict__) + "\n")
    return made


def timed(
    segments: list[Segment], number: int, begin: float, random: np.random.Generator, wish: Wish
) -> list[tuple[float, int, int, Segment]]:
    """Segments with their times and sequence numbers; some lost, some twice, some in the wrong order."""
    steps = random.exponential(PARALLEL / max(len(segments), 1), len(segments))
    steps[:14] = random.exponential(0.004, len(steps[:14]))
    times = (begin + np.cumsum(steps)).tolist()
    chances = random.random(len(segments)).tolist()
    sequence = [int(random.integers(1 << 32)), int(random.integers(1 << 32))]
    found = []
    for i, segment in enumerate(segments):
        mine, other = (0, 1) if segment.client else (1, 0)
        seq = sequence[mine]
        packed = seq << 32 | sequence[other]
        sequence[mine] = (seq + segment.size + bool(segment.flags & (SYN | FIN))) & 0xFFFFFFFF
        chance, time = chances[i], times[i]
        if chance < wish.loss:
            continue
        if chance < wish.loss + wish.disorder and i + 1 < len(times):
            time = times[i + 1] + 1e-5
        found.append((time, number, packed, segment))
        if chance > 1 - wish.twice:
            found.append((time + 2e-4, number, packed, segment))
    return found


class Writer:
    """Packets in, records of a capture out."""

    def __init__(self, file: BinaryIO, pool: bytes, random: np.random.Generator, wish: Wish) -> None:
        self.packets = self.written = 0
        self._file, self._pool = file, pool
        ports = random.integers(20_000, 60_000, wish.connections)
        clients = random.integers(1, 5000, wish.connections)
        servers = random.integers(1, 40, wish.connections)
        self._clients: list[bytes] = [struct.pack(">I", 0x0A000000 + int(n)) for n in clients]
        self._servers: list[bytes] = [struct.pack(">I", 0xC0A80000 + int(n)) for n in servers]
        self._ports: list[int] = ports.tolist()

    def write(self, packets: list[tuple[float, int, int, Segment]]) -> None:
        """Append packets."""
        parts: list[bytes] = []
        add, pool = parts.append, self._pool
        for time, number, packed, segment in packets:
            size = segment.size
            one, two = (self._clients[number], self._ports[number]), (self._servers[number], 9476)
            source, target = (one, two) if segment.client else (two, one)
            seconds = int(time)
            head = struct.pack("<IIII", BEGIN + seconds, int((time - seconds) * 1e6), size + 66, size + 66)
            add(head + _ETHERNET)
            add(_IP.pack(0x45, 0, size + 52, packed & 0xFFFF, 0x4000, 64, 6, 0) + source[0] + target[0])
            seq, ack = packed >> 32, packed & 0xFFFFFFFF if segment.flags != SYN else 0
            add(_TCP.pack(source[1], target[1], seq, ack, 0x80, segment.flags, 502, 0, 0) + _OPTIONS)
            if segment.data:
                add(segment.data)
            elif size:
                at = (seq * 2654435761) % (POOL - 2048)
                data = pool[at : at + size]
                add(struct.pack(">BHH", 23, 0x0303, segment.start - 5) + data[5:] if segment.start else data)
            self.packets += 1
            self.written += size + 82
        self._file.write(b"".join(parts))


_ETHERNET = bytes.fromhex("020000000002020000000001") + b"\x08\x00"
_IP = struct.Struct(">BBHHHBBH")
_TCP = struct.Struct(">HHIIBBHHH")
_OPTIONS = bytes.fromhex("0101080a0011223344556677")


def main(arguments: list[str] | None = None) -> int:
    """Make a file as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--size", type=int, default=GIB)
    parser.add_argument("--connections", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--handshakes-only", action="store_true")
    words: Any = parser.parse_args(arguments)
    print(make(words.file, Wish(words.size, words.connections, words.seed, words.handshakes_only)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
