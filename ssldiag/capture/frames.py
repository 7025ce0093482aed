"""Framers that give columns of numpy: the headers of all records of a buffer are read together."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np

from ssldiag.capture.arrays import Array, Ints, fetch, fields, windows
from ssldiag.capture.batch import Framed
from ssldiag.capture.lanes import LANE, LEAST, Guess
from ssldiag.capture.lanes import marks as lanes
from ssldiag.capture.packets import Framer
from ssldiag.capture.pcap import Pcap, plausible
from ssldiag.capture.pcapng import ENHANCED, MAGIC, MAX_PACKET, OLD_PACKET, PACKETS, SIMPLE, Pcapng

TRIES = 64
"""Places looked at for each guess: chance brings two bytes once in 64 KiB, but a packet may be full of them.
"""

FIRST_TRIES = 4096
"""The same where there is but one guess to be made."""


class BulkPcap:
    """Records of a :class:`Pcap`."""

    def __init__(self, plain: Pcap) -> None:
        self._plain = plain
        order = plain.order
        names = "seconds", "fraction", "have", "wire"
        self._header = fields(16, *((name, order + "u4", 4 * i) for i, name in enumerate(names)))
        self._u4 = np.dtype(order + "u4")

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        marks, upto, problem = self._marks(data, at, end)
        plain = self._plain
        head = fetch(data, marks, self._header)
        seconds, fraction = head["seconds"], head["fraction"]
        have, wire = head["have"].astype(np.int64), head["wire"].astype(np.int64)
        wrong = np.flatnonzero((have > plain.most) | ((have | wire | seconds | fraction) == 0))
        count = len(marks)
        if len(wrong):
            count = int(wrong[0])
            upto, problem = int(marks[count]), plain.wrong(*head[count].tolist())
        time = seconds.astype(np.float64) + fraction / np.float64(plain.units)
        return Framed(
            marks[:count],
            (marks + plain.head)[:count],
            have[:count],
            np.maximum(have, wire)[:count],
            time[:count],
            plain.link,
            upto,
            problem,
        )

    def _marks(self, data: bytearray, at: int, end: int) -> tuple[Ints, int, str]:
        plain, head = self._plain, self._plain.head
        size_at, u4 = windows(data, 4, 8), self._u4

        def after(places: Ints) -> Ints:
            behind: Ints = places + size_at[places].view(u4)
            behind += head
            return behind

        if end - at > LANE * LEAST:
            marks, upto = lanes(at, end - head, self._guess(data, at, end), after)
            if worth_it(at, upto, end):
                return marks, upto, ""
        places, upto, problem = plain.hop(data, at, end)
        return np.array(places, dtype=np.int64), upto, problem

    def _guess(self, data: bytearray, at: int, end: int) -> Guess:
        """Looks for the two upper bytes of a time in seconds: the same for 18 hours."""
        plain = self._plain
        where = sign_at(plain)
        sign = bytes(data[at + where : at + where + 2])
        look = min(end, len(data))

        def guess(start: int, stop: int) -> int:
            for place in hits(data, sign, start + where, stop + where):
                if plausible(plain, data, place - where, least=2, most=2, end=look):
                    return place - where
            return -1

        return guess


class BulkPcapng:
    """Blocks of a :class:`Pcapng`."""

    def __init__(self, plain: Pcapng) -> None:
        self._plain = plain

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        marks, kinds, upto, problem = self._marks(data, at, end)
        return self._columns(marks, kinds, fetch(data, marks, _block(self._plain.order)), upto, problem)

    def _marks(self, data: bytearray, at: int, end: int) -> tuple[Ints, Array, int, str]:
        stop = data.find(MAGIC, at, end)  # another section may have another order of bytes
        stop = end if stop < 0 else stop
        found = self._lanes(data, at, stop) if stop - at > LANE * LEAST else None
        if found is not None:
            return *found, ""
        places, kinds, upto, problem = self._plain.hop(data, at, end)
        return np.array(places, dtype=np.int64), np.array(kinds, dtype=np.int64), upto, problem

    def _lanes(self, data: bytearray, at: int, end: int) -> tuple[Ints, Array, int] | None:
        """None where anything but packets of known interfaces comes: then one must go block by block."""
        header = _block(self._plain.order)

        size_at, u4 = windows(data, 4, 4), np.dtype(self._plain.order + "u4")

        def after(places: Ints) -> Ints:
            behind: Ints = places + size_at[places].view(u4)
            behind += 3
            behind &= ~3
            return behind

        marks, upto = lanes(at, end - 12, self.guess(data, end), after)
        if not worth_it(at, upto, end):
            return None
        head = fetch(data, marks, header)
        kinds, size = head["kind"], head["size"]
        number = np.where(kinds == OLD_PACKET, head["short"], np.where(kinds == SIMPLE, 0, head["interface"]))
        least = np.where(kinds == SIMPLE, 16, 32)
        good = np.isin(kinds, PACKETS) & (size >= least) & (size <= MAX_PACKET)
        good &= number < len(self._plain.interfaces)
        return (marks, kinds, upto) if good.all() else None

    def guess(self, data: bytearray, end: int) -> Guess:
        """Looks for the type of an enhanced packet block, and its length before and behind."""
        two = struct.Struct(self._plain.order + "II")
        sign = two.pack(ENHANCED, 0)[:4]

        def guess(start: int, stop: int) -> int:
            for place in hits(data, sign, start, stop):
                size = two.unpack_from(data, place)[1]
                behind = place + size
                if (
                    32 <= size <= MAX_PACKET
                    and size % 4 == 0
                    and behind <= end
                    and two.unpack_from(data, behind - 4)[0] == size
                ):
                    return place
            return -1

        return guess

    def _columns(self, marks: Ints, kinds: Array, head: Array, upto: int, problem: str) -> Framed:
        known = self._plain.interfaces
        if not len(marks):
            return Framed(marks, marks, marks, marks, marks, 1, upto, problem)
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
        return Framed(marks, marks + np.where(simple, 12, 28), have, wire, time, same, upto, problem)


def _block(order: str) -> np.dtype[Any]:
    u4, u2 = order + "u4", order + "u2"
    return fields(
        28,
        ("kind", u4, 0),
        ("size", u4, 4),
        ("interface", u4, 8),
        ("short", u2, 8),
        ("high", u4, 12),
        ("low", u4, 16),
        ("have", u4, 20),
        ("wire", u4, 24),
    )


def hits(data: bytearray, sign: bytes, start: int, stop: int, most: int = TRIES) -> Iterator[int]:
    """Where a sign is found, the first places alone."""
    for _ in range(most):
        place = data.find(sign, start, stop)
        if place < 0:
            return
        yield place
        start = place + 1


def worth_it(at: int, upto: int, end: int) -> bool:
    """Whether lanes got far enough: where their guesses are wrong again and again, as in a file made for
    that, all that lies behind would be looked at again and again.
    """
    return 2 * (upto - at) > end - at


def guess_first(plain: Framer, data: bytearray, sign: bytes) -> int | None:
    """A likely beginning of a record in the middle of a file; None if there is none in ``data``."""
    if isinstance(plain, Pcap):
        where = sign_at(plain)
        for place in hits(data, sign, where, len(data), FIRST_TRIES):
            if plausible(plain, data, place - where, least=3, most=8):
                return place - where
    elif isinstance(plain, Pcapng):
        place = BulkPcapng(plain).guess(data, len(data))(0, len(data))
        return place if place >= 0 else None
    return None


def sign_at(plain: Pcap) -> int:
    """Where in a record's header the two upper bytes of its time in seconds are."""
    return 2 if plain.order == "<" else 0
