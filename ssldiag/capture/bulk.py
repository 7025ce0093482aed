"""Many packets at once: the headers of common packets are fetched and compared as columns of numpy.

What is rare (tunnels, fragments, options of IPv4, extension headers, unusual links) is left to
:mod:`ssldiag.capture.plain`, one by one. Both give the same.
"""

from __future__ import annotations

import numpy as np

from ssldiag.capture.arrays import Array, Ints
from ssldiag.capture.batch import Batch
from ssldiag.capture.headers import Headers
from ssldiag.capture.linkwise import Linkwise
from ssldiag.capture.plain import PlainSegmenter
from ssldiag.capture.segments import Detached
from ssldiag.capture.sifting import ROW_TYPES, Rows, Unsifted

FEW = 24
"""So few packets are faster one by one."""


class BulkSegmenter(PlainSegmenter):
    """Columns where possible, one packet after the other where not."""

    def segments(self, batch: Batch) -> Unsifted:
        """The TCP segments of a batch, in its order."""
        clock = self._clock_of(batch.time)
        self._count_all(batch)
        headers = Headers(batch.data, batch.at, batch.have, self.counts)
        if len(batch) > FEW:
            found = Linkwise(batch)
            headers.slow += found.slow
            for index, place in found.four:
                headers.ipv4(index, place)
            for index, place in found.six:
                headers.ipv6(index, place)
        else:
            headers.slow.append(np.arange(len(batch)))
        detached: list[Detached] = []
        rows = self._one_by_one(batch, headers.slow, clock, detached)
        self.clock = float(clock[-1])
        return Unsifted(batch, clock, self._file, headers.tcp, rows, detached)

    def _clock_of(self, time: Array) -> Array:
        """The times, made never to go back; mostly they don't."""
        if time[0] >= self.clock and (time[1:] >= time[:-1]).all():
            return time
        return np.maximum(np.maximum.accumulate(time), self.clock)

    def _one_by_one(
        self, batch: Batch, slow: list[Ints], clock: Array, detached: list[Detached]
    ) -> list[Rows]:
        found: list[tuple[float, ...]] = []
        indices = np.sort(np.concatenate(slow)).tolist() if slow else []
        link = batch.link
        for i in indices:
            self.clock = float(clock[i])
            row = self.unwrapped(batch, i, link if isinstance(link, int) else int(link[i]), detached)
            if row is not None:
                found.append((i, *row[4:-1]))
        if not found:
            return []
        columns = zip(*found, strict=True)
        kinds = zip(columns, ROW_TYPES, strict=True)
        return [Rows(*(np.array(column, dtype=kind) for column, kind in kinds))]

    def _count_all(self, batch: Batch) -> None:
        counts = self.counts
        counts.packets += len(batch)
        counts.bytes += int(batch.wire.sum())
        counts.cut += int(np.count_nonzero(batch.have < batch.wire))
        counts.span(float(batch.time.min()), float(batch.time.max()))
        if isinstance(batch.link, int):
            counts.links[batch.link] += len(batch)
        else:
            numbers, amounts = np.unique(batch.link, return_counts=True)
            counts.links.update(dict(zip(numbers.tolist(), amounts.tolist(), strict=True)))
