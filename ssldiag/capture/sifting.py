"""The TCP packets of a batch in, its segments out: without most of those that are of no interest.

Of a connection whose handshake has ended few segments matter, and most segments of a large capture belong
to such connections. What is left out here never gets more columns than it takes to know that. The test is a
rough one: it lets through all that the sieve lets through, and a little more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ssldiag.capture.arrays import Array, Flags, Ints, numbers
from ssldiag.capture.batch import Batch
from ssldiag.capture.headers import Tcp
from ssldiag.capture.limits import TICK_BYTES, TICK_FRAMES
from ssldiag.capture.notable import LONE_ALERT
from ssldiag.capture.segments import FIN, RST, SYN, Detached, Live, Segments

_ALERT = np.uint64(int.from_bytes(LONE_ALERT, "little"))
_FIVE = np.uint64((1 << 40) - 1)
_TWO = np.uint64((1 << 16) - 1)
_FIRST = np.uint64(3 << 8 | 20)
"""The first two bytes of a record that is no application data: a type from 20 to 22, and a version 3.x."""

_BUCKETS = 1 << 16


class Rows(NamedTuple):
    """TCP segments: which packet of the batch, and the columns that its headers give."""

    packet: Array
    key: Array
    side: Array
    flags: Array
    seq: Array
    ack: Array
    size: Array
    have: Array
    at: Array
    ip: Array
    tcp: Array


ROW_TYPES = (np.int64, np.uint64, np.uint8, np.uint8, np.int64, np.int64, *(np.int64,) * 5)


@dataclass(slots=True)
class Unsifted:
    """What has been told of a batch: ``tcp`` packets, and ``rows`` of those that were looked at one by one.

    Good as long as the batch.
    """

    batch: Batch
    clock: Array
    file: int
    tcp: list[Tcp]
    rows: list[Rows]
    detached: list[Detached]

    def sifted(self, sieve: Live | None = None) -> Segments:
        """The segments, in the order of the batch; without a sieve all of them."""
        batch = self.batch
        ticks = first_of_ticks(batch) if sieve is not None else None
        rows = joined([*(self._rows(tcp, self._picked(tcp, sieve, ticks)) for tcp in self.tcp), *self.rows])
        index = rows.packet
        frame = index + batch.first_frame
        file = np.full(len(index), self.file, dtype=np.int64)
        epoch = epochs(frame, batch.at[index] + batch.base)
        columns = frame, batch.time[index], self.clock[index], epoch, *rows[1:], file
        return Segments({self.file: batch.data}, self.detached, *columns)

    def _picked(self, tcp: Tcp, sieve: Live | None, ticks: Ints | None) -> Ints | slice:
        """The packets that may matter, and the first one of each tick."""
        if sieve is None or ticks is None:
            return slice(None)
        pick = sieve.live(tcp.key)
        if pick.all():
            return slice(None)
        flags = tcp.head["flags"]
        begun = tcp.key[((flags & SYN) != 0) & ~pick]
        if len(begun):
            pick |= _among(tcp.key, begun)
        pick |= (flags & (SYN | FIN | RST)) != 0
        pick |= _notable(self.batch, tcp)
        first = np.searchsorted(tcp.index, ticks)
        pick[first[first < len(pick)]] = True
        return np.flatnonzero(pick)

    def _rows(self, tcp: Tcp, pick: Ints | slice) -> Rows:
        index, place, head, before = tcp.index[pick], tcp.place[pick], tcp.head[pick], tcp.before
        total, offset = tcp.total[pick], tcp.offset[pick].astype(np.int64)
        size = total - before - offset
        payload = place + before + offset
        end = np.minimum(self.batch.at[index] + self.batch.have[index], place + total)
        return Rows(
            index,
            tcp.key[pick],
            (tcp.source[pick] > tcp.target[pick]).view(np.uint8),
            head["flags"],
            head["seq"].astype(np.int64),
            head["ack"].astype(np.int64),
            size,
            np.maximum(end - payload, 0),
            payload,
            place,
            place + before,
        )


def _among(keys: Array, some: Array) -> Flags:
    """Which keys are among some others, or share their lowest bits with one."""
    low = np.uint64(_BUCKETS - 1)
    there = np.zeros(_BUCKETS, dtype=bool)
    there[some & low] = True
    return np.asarray(there[keys & low])


def _notable(batch: Batch, tcp: Tcp) -> Flags:
    """Roughly :func:`ssldiag.capture.notable.notable`: whether the payload is long enough is not asked."""
    payload = tcp.place + tcp.offset
    payload += tcp.before
    first = numbers(batch.data, payload, "<u8")
    alone = (first & _FIVE) == _ALERT
    first &= _TWO
    first -= _FIRST
    return np.asarray(alone | (first <= 2))


def epochs(frames: Ints, places: Ints) -> Ints:
    """How often the capture has ticked before these frames, which begin at these places of a file."""
    return np.asarray((frames >> TICK_FRAMES) + (places >> TICK_BYTES))


def first_of_ticks(batch: Batch) -> Ints:
    """The packets of a batch before which the capture may tick; the first is one of them."""
    count = len(batch)
    step = 1 << TICK_FRAMES
    frames = np.arange(-batch.first_frame % step, count, step)
    low, high = (int(place) + batch.base >> TICK_BYTES for place in (batch.at[0], batch.at[-1]))
    places = (np.arange(low + 1, high + 1) << TICK_BYTES) - batch.base
    return np.concatenate(([0], frames, np.searchsorted(batch.at, places)))


def joined(parts: list[Rows]) -> Rows:
    """All rows in the order of their packets."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Rows(*(np.zeros(0, dtype=kind) for kind in ROW_TYPES))
    whole = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    order = np.argsort(whole.packet, kind="stable")
    return Rows(*(column[order] for column in whole))
