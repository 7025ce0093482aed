"""The way of reading a capture that uses numpy: most packets never become Python objects."""

from __future__ import annotations

import numpy as np

from ssldiag.capture.batch import Column
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.frames import BulkPcap, BulkPcapng
from ssldiag.capture.packets import Framer
from ssldiag.capture.pcap import Pcap
from ssldiag.capture.pcapng import Pcapng
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.segments import Data, Detached, Segments
from ssldiag.capture.sieve import BulkSieve


class Fast:
    """Arrays."""

    many = True

    def framer(self, framer: Framer) -> Framer:
        if isinstance(framer, Pcap):
            return BulkPcap(framer)
        if isinstance(framer, Pcapng):
            return BulkPcapng(framer)
        return framer

    def segmenter(self, file: int, clock: float) -> BulkSegmenter:
        return BulkSegmenter(file, clock)

    def sieve(self) -> BulkSieve:
        return BulkSieve()

    def ticks(self, segments: Segments, last: dict[int, int]) -> list[int]:
        found: list[int] = []
        for file in segments.data:
            mine = np.flatnonzero(segments.file == file) if len(segments.data) > 1 else None
            epochs = segments.epoch if mine is None else segments.epoch[mine]
            if not len(epochs):
                continue
            changed = np.flatnonzero(np.diff(epochs, prepend=last.get(file, epochs[0])))
            last[file] = int(epochs[-1])
            found += (changed if mine is None else mine[changed]).tolist()
        return sorted(found)

    def merge(self, parts: list[Segments]) -> Segments:
        if len(parts) == 1:
            return parts[0]
        data: dict[int, Data] = {}
        detached: list[Detached] = []
        for part in parts:
            if part.detached:
                part.at = np.where(part.at < 0, part.at - len(detached), part.at)
            data.update(part.data)
            detached += part.detached
        columns = [np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS]
        order = np.argsort(columns[COLUMNS.index("clock")], kind="stable")
        return Segments(data, detached, *(column[order] for column in columns))

    def upto(self, clocks: Column, start: int, clock: float) -> int:
        return int(np.searchsorted(clocks, clock, side="right"))

    def cut(self, segments: Segments, start: int, stop: int) -> Segments:
        columns = (getattr(segments, name)[start:stop] for name in COLUMNS)
        return Segments(segments.data, segments.detached, *columns)
