"""Many packets at once: the headers of common packets are fetched and compared as columns of numpy.

What is rare (tunnels, fragments, options of IPv4, extension headers, unusual links) is left to
:mod:`ssldiag.capture.plain`, one by one. Both give the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ssldiag.capture import ip, links, tunnels, udp
from ssldiag.capture.arrays import Array, Flags, Ints, fetch, fields
from ssldiag.capture.batch import Batch
from ssldiag.capture.keys import MIX_A, MIX_B
from ssldiag.capture.limits import TICK_BYTES, TICK_FRAMES
from ssldiag.capture.plain import PlainSegmenter
from ssldiag.capture.segments import Detached, Segments
from ssldiag.capture.survey import Counts
from ssldiag.capture.walk import ETHERTYPES

FEW = 24
"""So few packets are faster one by one."""

_V4 = fields(
    40,
    ("head", "<u8", 0),
    ("total", ">u2", 2),
    ("protocol", "u1", 9),
    ("source", ">u4", 12),
    ("target", ">u4", 16),
    ("sport", ">u2", 20),
    ("dport", ">u2", 22),
    ("seq", ">u4", 24),
    ("ack", ">u4", 28),
    ("offset", "u1", 32),
    ("flags", "u1", 33),
)
_PLAIN_V4 = np.uint64(0xFF | 0x3F << 48 | 0xFF << 56)
"""Bits of an IPv4 header's first eight bytes: version and header length, more fragments, fragment offset."""

_V6 = fields(
    60,
    ("version", "u1", 0),
    ("total", ">u2", 4),
    ("protocol", "u1", 6),
    ("source", ">u8", 8),
    ("source2", ">u8", 16),
    ("target", ">u8", 24),
    ("target2", ">u8", 32),
    ("sport", ">u2", 40),
    ("dport", ">u2", 42),
    ("seq", ">u4", 44),
    ("ack", ">u4", 48),
    ("offset", "u1", 52),
    ("flags", "u1", 53),
)
_UDP = fields(24, ("dport", ">u2", 2), ("first", "u1", 8), ("version", ">u2", 9), ("long", ">u4", 9))
_VERSION = fields(1, ("version", "u1", 0))
_TYPE = fields(2, ("type", ">u2", 0))
_FAMILY = fields(4, ("family", "<u4", 0))

_TYPE_AT = {"ethernet": (12, 14), "cooked": (14, 16), "cooked2": (0, 20)}
"""Link -> where its ethertype and what follows begin."""

_TAGS = [number for number, word in ETHERTYPES.items() if word == "tag"]
_LEADING = np.zeros(1 << 16, dtype=bool)
_LEADING[[number for number, word in ETHERTYPES.items() if word not in ("ipv4", "ipv6")]] = True
_LEADING[:1501] = True
_LEADING[4] = True
_CARRYING = np.zeros(256, dtype=bool)
_CARRYING[[number for number in ip.CARRIED if number != ip.UDP]] = True
_TUNNELS = np.array(sorted(tunnels.BY_PORT), dtype=np.int64)
_QUIC = np.array(sorted(udp.QUIC_VERSIONS), dtype=np.int64)
_DTLS = np.array(sorted(udp.DTLS_VERSIONS), dtype=np.int64)


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


_TYPES = (np.int64, np.uint64, np.uint8, np.uint8, np.int64, np.int64, *(np.int64,) * 5)


class BulkSegmenter(PlainSegmenter):
    """Columns where possible, one packet after the other where not."""

    def segments(self, batch: Batch) -> Segments:
        """The TCP segments of a batch, in its order."""
        clock = np.maximum(np.maximum.accumulate(batch.time), self.clock)
        self._count_all(batch)
        work = _Work(batch)
        if len(batch) > FEW:
            work.sort()
            work.ipv4(self.counts)
            work.ipv6(self.counts)
        else:
            work.slow.append(np.arange(len(batch)))
        detached: list[Detached] = []
        rows = _joined([*work.rows, *self._one_by_one(batch, work.slow, clock, detached)])
        self.clock = float(clock[-1])
        index = rows.packet
        frame = index + batch.first_frame
        epoch = (frame >> TICK_FRAMES) + ((batch.at[index] + batch.base) >> TICK_BYTES)
        file = np.full(len(index), self._file, dtype=np.int64)
        columns = frame, batch.time[index], clock[index], epoch, *rows[1:], file
        return Segments({self._file: batch.data}, detached, *columns)

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
        return [Rows(*(np.array(column, dtype=kind) for column, kind in zip(columns, _TYPES, strict=True)))]

    def _count_all(self, batch: Batch) -> None:
        counts = self.counts
        counts.packets += len(batch)
        counts.bytes += int(batch.wire.sum())
        counts.cut += int((batch.have < batch.wire).sum())
        counts.span(float(batch.time.min()), float(batch.time.max()))
        if isinstance(batch.link, int):
            counts.links[batch.link] += len(batch)
        else:
            numbers, amounts = np.unique(batch.link, return_counts=True)
            counts.links.update(dict(zip(numbers.tolist(), amounts.tolist(), strict=True)))


class _Work:
    """A batch being sorted: packets with an IP header whose place is known, and those that take longer."""

    def __init__(self, batch: Batch) -> None:
        self.data = batch.data
        self.at: Ints = batch.at
        self.end: Ints = batch.at + batch.have
        self.link = batch.link
        self.four: list[tuple[Ints, Ints]] = []
        self.six: list[tuple[Ints, Ints]] = []
        self.slow: list[Ints] = []
        self.rows: list[Rows] = []

    def sort(self) -> None:
        """Look at the link layer."""
        if isinstance(self.link, int):
            self._sort(np.arange(len(self.at)), links.LINKS.get(self.link))
            return
        for link in np.unique(self.link).tolist():
            self._sort(np.flatnonzero(self.link == link), links.LINKS.get(link))

    def _sort(self, index: Ints, word: str | None) -> None:
        if word in _TYPE_AT:
            self._typed(index, *_TYPE_AT[word])
        elif word == "loopback":
            family = fetch(self.data, self.at[index], _FAMILY)["family"]
            self._sort_by(index, self.at[index] + 4, (family == 2) | (family == 0x02000000), family == 30)
        elif word in ("ip", "ipv4", "ipv6"):
            version = fetch(self.data, self.at[index], _VERSION)["version"] >> 4
            four, six = version == 4, version == 6
            four, six = four & (word != "ipv6"), six & (word != "ipv4")
            self._sort_by(index, self.at[index], four, six)
        elif word is not None:
            self.slow.append(index)

    def _typed(self, index: Ints, type_at: int, header: int) -> None:
        at = self.at[index]
        kind = fetch(self.data, at + type_at, _TYPE)["type"]
        place = at + header
        for _ in range(2):
            tagged = np.isin(kind, _TAGS)
            if not tagged.any():
                break
            place = place + tagged * 4
            kind = np.where(tagged, fetch(self.data, place - 2, _TYPE)["type"], kind)
        self._sort_by(index, place, kind == 0x0800, kind == 0x86DD, _LEADING[kind])

    def _sort_by(self, index: Ints, place: Ints, four: Flags, six: Flags, other: Flags | None = None) -> None:
        """What has its whole headers goes on; what is another kind, or is cut, takes longer."""
        end = self.end[index]
        short_four, short_six = place + 40 > end, place + 60 > end
        slow = (four & short_four) | (six & short_six)
        slow = ~(four | six) | slow if other is None else other | slow
        four, six = four & ~short_four, six & ~short_six
        if four.all():
            self.four.append((index, place))
            return
        self.four.append((index[four], place[four]))
        self.six.append((index[six], place[six]))
        self.slow.append(index[slow])

    def ipv4(self, counts: Counts) -> None:
        """Packets of IPv4."""
        for index, place in self.four:
            head = fetch(self.data, place, _V4)
            protocol, total = head["protocol"], head["total"].astype(np.int64)
            plain = ((head["head"] & _PLAIN_V4) == 0x45) & (total >= 28)
            tcp = plain & (protocol == ip.TCP) & (total >= 40)
            if not tcp.all():
                udp_too = plain & (protocol == ip.UDP)
                odd = ~plain | (protocol == ip.TCP) | _CARRYING[protocol]
                self.slow.append(index[odd & ~tcp & ~udp_too])
                self._udp(index[udp_too], place[udp_too] + 20, (place + total)[udp_too], counts)
                index, place, head, total = index[tcp], place[tcp], head[tcp], total[tcp]
            counts.tcp += len(index)
            source = head["source"].astype(np.uint64) << _16 | head["sport"]
            target = head["target"].astype(np.uint64) << _16 | head["dport"]
            self._tcp(index, place, 20, total, head, source, target)

    def ipv6(self, counts: Counts) -> None:
        """Packets of IPv6."""
        for index, place in self.six:
            head = fetch(self.data, place, _V6)
            protocol, total = head["protocol"], head["total"].astype(np.int64) + 40
            plain = ((head["version"] >> 4) == 6) & (total >= 48)
            tcp = plain & (protocol == ip.TCP) & (total >= 60)
            udp_too = plain & (protocol == ip.UDP)
            odd = ~plain | (protocol == ip.TCP) | _CARRYING[protocol]
            self.slow.append(index[odd & ~tcp & ~udp_too])
            self._udp(index[udp_too], place[udp_too] + 40, (place + total)[udp_too], counts)
            index, place, head, total = index[tcp], place[tcp], head[tcp], total[tcp]
            counts.tcp += len(index)
            source = _endpoint6(head["source"], head["source2"], head["sport"])
            target = _endpoint6(head["target"], head["target2"], head["dport"])
            self._tcp(index, place, 40, total, head, source, target)

    def _tcp(
        self, index: Ints, place: Ints, before: int, total: Ints, head: Array, source: Array, target: Array
    ) -> None:
        tcp = place + before
        offset = (head["offset"] >> 4).astype(np.int64) * 4
        size = total - before - offset
        payload = tcp + offset
        have = np.maximum(np.minimum(self.end[index], place + total) - payload, 0)
        key, side = connections(source, target)
        rows = Rows(
            index,
            key,
            side,
            head["flags"],
            head["seq"].astype(np.int64),
            head["ack"].astype(np.int64),
            size,
            have,
            payload,
            place,
            tcp,
        )
        good = (offset >= 20) & (size >= 0)
        self.rows.append(rows if good.all() else Rows(*(column[good] for column in rows)))

    def _udp(self, index: Ints, place: Ints, end: Ints, counts: Counts) -> None:
        """Tell DTLS and QUIC; leave the tunnels."""
        if not len(index):
            return
        head = fetch(self.data, place, _UDP)
        tunnel = np.isin(head["dport"], _TUNNELS)
        self.slow.append(index[tunnel])
        size = np.minimum(self.end[index], end) - place - 8
        plain = ~tunnel & (size >= 7)
        counts.udp += len(index) - int(tunnel.sum())
        first, long = head["first"], head["long"]
        dtls = (first >= udp.DTLS_TYPES[0]) & (first <= udp.DTLS_TYPES[1])
        quic = ~dtls & (first & 0xC0 == 0xC0) & (np.isin(long, _QUIC) | (long >> 8 == udp.QUIC_DRAFTS))
        dtls &= np.isin(head["version"], _DTLS) & (size >= udp.DTLS_HEADER)
        counts.dtls += int((plain & dtls).sum())
        counts.quic += int((plain & quic).sum())


_16 = np.uint64(16)


def _endpoint6(high: Array, low: Array, port: Array) -> Array:
    """:func:`ssldiag.capture.keys.endpoint` for IPv6."""
    mixed = high.astype(np.uint64) * np.uint64(MIX_A) + low
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed * np.uint64(MIX_B) + port.astype(np.uint64))


def connections(source: Array, target: Array) -> tuple[Array, Array]:
    """:func:`ssldiag.capture.keys.connection` for many packets."""
    side = source > target
    mixed = np.minimum(source, target) * np.uint64(MIX_A)
    mixed ^= mixed >> np.uint64(32)
    mixed += np.maximum(source, target)
    mixed *= np.uint64(MIX_B)
    mixed ^= mixed >> np.uint64(29)
    mixed[mixed == 0] = 1
    return mixed, side.view(np.uint8)


def _joined(parts: list[Rows]) -> Rows:
    """All rows in the order of their packets."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Rows(*(np.zeros(0, dtype=kind) for kind in _TYPES))
    whole = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    order = np.argsort(whole.packet, kind="stable")
    return Rows(*(column[order] for column in whole))
