"""Framers that give columns of numpy: the headers of all records of a buffer are read together."""

from __future__ import annotations

from typing import Any

import numpy as np

from ssldiag.capture.arrays import Array, Ints, fetch, fields
from ssldiag.capture.batch import Framed
from ssldiag.capture.pcap import Pcap
from ssldiag.capture.pcapng import OLD_PACKET, SIMPLE, Pcapng


class BulkPcap:
    """Records of a :class:`Pcap`."""

    def __init__(self, plain: Pcap) -> None:
        self._plain = plain
        order = plain.order
        names = "seconds", "fraction", "have", "wire"
        self._header = fields(16, *((name, order + "u4", 4 * i) for i, name in enumerate(names)))

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        plain = self._plain
        places, upto, problem = plain.hop(data, at, end)
        marks = np.array(places, dtype=np.int64)
        head = fetch(data, marks, self._header)
        seconds, fraction = head["seconds"], head["fraction"]
        have, wire = head["have"].astype(np.int64), head["wire"].astype(np.int64)
        wrong = np.flatnonzero((have == 0) & (wire == 0) & (seconds == 0) & (fraction == 0))
        count = len(marks)
        if len(wrong):
            count = int(wrong[0])
            upto, problem = places[count], "zeros where a record should be"
        time = seconds.astype(np.float64) + fraction / np.float64(plain.units)
        return Framed(
            (marks + plain.head)[:count],
            have[:count],
            np.maximum(have, wire)[:count],
            time[:count],
            plain.link,
            upto,
            problem,
        )


class BulkPcapng:
    """Blocks of a :class:`Pcapng`."""

    def __init__(self, plain: Pcapng) -> None:
        self._plain = plain

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        plain = self._plain
        marks, kinds, upto, problem = plain.hop(data, at, end)
        order = plain.order
        head = fetch(data, np.array(marks, dtype=np.int64), _block(order))
        return self._columns(np.array(marks, dtype=np.int64), np.array(kinds), head, upto, problem)

    def _columns(self, marks: Ints, kinds: Array, head: Array, upto: int, problem: str) -> Framed:
        known = self._plain.interfaces
        if not len(marks):
            return Framed(marks, marks, marks, marks, 1, upto, problem)
        simple = kinds == SIMPLE
        number = np.where(kinds == OLD_PACKET, head["short"], head["interface"]).astype(np.int64)
        number[simple] = 0
        units = np.array([interface.units for interface in known])
        offsets = np.array([float(interface.offset) for interface in known])
        types = np.array([interface.link for interface in known])
        ticks = head["high"].astype(np.uint64) << np.uint64(32) | head["low"]
        time = ticks.astype(np.float64) / units[number] + offsets[number]
        have, wire = head["have"].astype(np.int64), head["wire"].astype(np.int64)
        size = head["size"].astype(np.int64)
        have = np.minimum(have, size - 32)
        wire = np.maximum(have, wire)
        if simple.any():
            plain_wire = head["interface"].astype(np.int64)
            snap = known[0].snap or 1 << 62
            wire = np.where(simple, plain_wire, wire)
            have = np.where(simple, np.minimum(np.minimum(plain_wire, snap), size - 16), have)
            time = np.where(simple, 0.0, time)
        link = types[number]
        same = int(link[0]) if (link == link[0]).all() else link
        return Framed(marks + np.where(simple, 12, 28), have, wire, time, same, upto, problem)


def _block(order: str) -> np.dtype[Any]:
    u4, u2 = order + "u4", order + "u2"
    return fields(
        28,
        ("size", u4, 4),
        ("interface", u4, 8),
        ("short", u2, 8),
        ("high", u4, 12),
        ("low", u4, 16),
        ("have", u4, 20),
        ("wire", u4, 24),
    )
