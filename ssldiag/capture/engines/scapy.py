"""Packets as scapy takes them apart in, handshakes out: link, IP and TCP headers are its work, the rest ours.

It reads link types that the native reader does not know, and it captures live. It is slow: some thousand
packets a second.
"""

from __future__ import annotations

import io
import logging
import socket
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from math import inf
from pathlib import Path
from types import ModuleType
from typing import Any

from ssldiag.capture import keys
from ssldiag.capture.engines import EngineFailed, EngineMissing
from ssldiag.capture.flows import Flows, Wanted
from ssldiag.capture.limits import MAX_DATAGRAMS, TICK_BYTES, TICK_FRAMES
from ssldiag.capture.opened import Bytes, open_bytes
from ssldiag.capture.pipeline import Pipeline
from ssldiag.capture.plain import COLUMNS, Plain
from ssldiag.capture.segments import Detached, Segments
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake

NO_SCAPY = "scapy is not installed (pip install 'ssldiag[capture]'); --engine native needs none"

TOGETHER = 512
"""Packets handed on at a time: enough to make the cost of a batch small."""

Tell = Callable[[str], None]


def check() -> None:
    """Raise EngineMissing unless scapy is there."""
    if find_spec("scapy") is None:
        raise EngineMissing(NO_SCAPY)


def load() -> ModuleType:
    """scapy with all its layers, without the warnings of its import. Raises EngineMissing."""
    check()
    logging.getLogger("scapy").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("scapy.all")


class Segmenter:
    """scapy's packets in, TCP segments out; IPv4 fragments are put together by scapy. Counts ``packets``."""

    def __init__(self, scapy: ModuleType) -> None:
        self.packets = 0
        self.clock = -inf
        self._bytes = 0
        self._scapy = scapy
        self._session: Any = scapy.IPSession()

    def segments(self, packets: Iterable[Any]) -> Segments:
        """The TCP segments of some packets, in their order."""
        detached: list[Detached] = []
        rows = [row for packet in packets if (row := self._row(packet, detached)) is not None]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
        return Segments({}, detached, *columns)

    def _row(self, packet: Any, detached: list[Detached]) -> tuple[float, ...] | None:
        self.packets += 1
        self._bytes += len(packet.original or b"")
        time = float(packet.time)
        self.clock = max(self.clock, time)
        if len(self._session.fragments) > MAX_DATAGRAMS:
            self._session.fragments.clear()
        missing = max(0, (getattr(packet, "wirelen", None) or 0) - len(packet.original or b""))
        whole = self._session.process(packet)
        tcp = None if whole is None else whole.getlayer(self._scapy.TCP)
        ip = None if tcp is None else self._ip(tcp)
        if tcp is None or ip is None or tcp.dataofs is None or tcp.dataofs < 5:
            return None
        raw = bytes(tcp.original or tcp)
        header = 4 * tcp.dataofs
        have = max(0, len(raw) - header)
        source, target = _addresses(ip)
        key, side = keys.connection(keys.endpoint(source, tcp.sport), keys.endpoint(target, tcp.dport))
        detached.append(Detached(source, target, raw, header))
        epoch = (self.packets >> TICK_FRAMES) + (self._bytes >> TICK_BYTES)
        start = self.packets, time, self.clock, epoch, key, side
        return (*start, int(tcp.flags), tcp.seq, tcp.ack, have + missing, have, -len(detached), -1, -1, 0)

    def _ip(self, tcp: Any) -> Any:
        """The IP header around a segment, past extension headers."""
        layer = tcp.underlayer
        while layer is not None and not isinstance(layer, (self._scapy.IP, self._scapy.IPv6)):
            layer = layer.underlayer
        return layer


def _addresses(ip: Any) -> tuple[bytes, bytes]:
    family = socket.AF_INET6 if ":" in ip.src else socket.AF_INET
    return socket.inet_pton(family, ip.src), socket.inet_pton(family, ip.dst)


def pipeline(names: list[str], keylog: KeyLog | None, wanted: Wanted | None) -> Pipeline:
    """What follows the connections of these files."""
    return Pipeline(Plain(), Flows(partial(Conversation, keylog=keylog), names, wanted))


def given(flow: Pipeline) -> Iterator[Handshake]:
    """The handshakes that are ready."""
    for decided in flow.ready():
        yield from decided.handshakes


def decode(
    paths: Sequence[Path],
    keylog: KeyLog | None = None,
    tell: Tell = lambda sentence: None,
    wanted: Wanted | None = None,
) -> Iterator[Handshake]:
    """The handshakes of each file by itself. ``tell`` is given a sentence for a file that breaks off.

    Raises EngineMissing, EngineFailed and OSError.
    """
    scapy = load()
    for path in paths:
        flow, segmenter = pipeline([str(path)], keylog, wanted), Segmenter(scapy)
        packets = read(scapy, path, tell)
        while some := list(islice(packets, TOGETHER)):
            flow.feed(segmenter.segments(some))
            yield from given(flow)
        flow.end()
        yield from given(flow)


def read(scapy: ModuleType, path: Path, tell: Tell) -> Iterator[Any]:
    """The packets of a file, packed or not, as far as scapy can read it."""
    with path.open("rb"):  # an OSError of ours
        pass
    seen = 0
    try:
        with closing(open_bytes(str(path))) as source, scapy.PcapReader(Unpacked(source)) as reader:
            for packet in reader:
                seen += 1
                yield packet
            if source.damage:
                tell(f"{source.damage}, after packet {seen:,}")
    except Exception as error:  # whatever scapy finds to raise is the file's fault
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        if not seen:
            raise EngineFailed(f"{path}: scapy cannot read it: {reason}") from error
        tell(f"scapy stopped after packet {seen:,}: {reason}")


class Unpacked(io.BufferedReader):
    """The bytes of a capture as a file for scapy, which unpacks gzip alone."""

    def __init__(self, source: Bytes) -> None:
        super().__init__(_Raw(source))


class _Raw(io.RawIOBase):
    def __init__(self, source: Bytes) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, view: Any) -> int:
        return self._source.readinto(memoryview(view))
