"""The headers of IP and TCP of many packets at once, as columns; UDP is told apart and counted.

What is rare (options of IPv4, fragments, extension headers, tunnels) is left to be looked at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ssldiag.capture import ip, tunnels, udp
from ssldiag.capture.arrays import Array, Data, Flags, Ints, fetch, fields
from ssldiag.capture.keys import MIX_A, MIX_B
from ssldiag.capture.survey import Counts

_V4 = fields(
    40,
    ("head", "<u8", 0),
    ("total", ">u2", 2),
    ("protocol", "u1", 9),
    ("ends", "<u8", 12),
    ("ports", "<u4", 20),
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
    ("source", "<u8", 8),
    ("source2", "<u8", 16),
    ("target", "<u8", 24),
    ("target2", "<u8", 32),
    ("ports", "<u4", 40),
    ("seq", ">u4", 44),
    ("ack", ">u4", 48),
    ("offset", "u1", 52),
    ("flags", "u1", 53),
)
_UDP = fields(24, ("dport", ">u2", 2), ("first", "u1", 8), ("version", ">u2", 9), ("long", ">u4", 9))

_CARRYING = np.zeros(256, dtype=bool)
_CARRYING[[number for number in ip.CARRIED if number != ip.UDP]] = True
_TUNNELS = np.array(sorted(tunnels.BY_PORT), dtype=np.int64)
_QUIC = np.array(sorted(udp.QUIC_VERSIONS), dtype=np.int64)
_DTLS = np.array(sorted(udp.DTLS_VERSIONS), dtype=np.int64)

_16, _32, _LOW16, _LOW32 = (np.uint64(number) for number in (16, 32, 0xFFFF, 0xFFFFFFFF))


@dataclass(slots=True)
class Tcp:
    """TCP packets: which of the batch, where their IP header is, how long it is, and what follows.

    ``head`` has the fields flags, seq and ack; ``total`` is the length of the IP packet, ``offset`` that of
    the TCP header. ``source`` and ``target`` are endpoints, ``key`` is the connection
    (:mod:`ssldiag.capture.keys`).
    """

    index: Ints
    place: Ints
    before: int
    head: Array
    total: Array
    offset: Array
    source: Array
    target: Array
    key: Array


class Headers:
    """Gathers ``tcp`` packets, and the packets that are to be looked at one by one in ``slow``."""

    def __init__(self, data: Data, at: Ints, have: Ints, counts: Counts) -> None:
        self.tcp: list[Tcp] = []
        self.slow: list[Ints] = []
        self._data = data
        self._at = at
        self._have = have
        self._counts = counts

    def ipv4(self, index: Ints, place: Ints) -> None:
        """Packets of IPv4, the headers of which begin at these places."""
        head = fetch(self._data, place, _V4)
        protocol, total = head["protocol"], head["total"].astype(np.int32)
        plain = (head["head"] & _PLAIN_V4) == 0x45
        tcp = plain & (protocol == ip.TCP)
        tcp &= total >= 40
        if not tcp.all():
            plain &= total >= 28
            self._rest(index, place, 20, total, protocol, plain, tcp)
            index, place, head, total = index[tcp], place[tcp], head[tcp], total[tcp]
        ends, ports = head["ends"], head["ports"].astype(np.uint64)
        source = (ends & _LOW32) << _16
        source |= ports & _LOW16
        target = ends >> _32
        target <<= _16
        target |= ports >> _16
        self._add(index, place, 20, head, total, source, target)

    def ipv6(self, index: Ints, place: Ints) -> None:
        """Packets of IPv6."""
        head = fetch(self._data, place, _V6)
        protocol, total = head["protocol"], head["total"].astype(np.int32) + 40
        plain = ((head["version"] >> 4) == 6) & (total >= 48)
        tcp = plain & (protocol == ip.TCP) & (total >= 60)
        if not tcp.all():
            self._rest(index, place, 40, total, protocol, plain, tcp)
            index, place, head, total = index[tcp], place[tcp], head[tcp], total[tcp]
        ports = head["ports"].astype(np.uint64)
        source = endpoint6(head["source"], head["source2"], ports & _LOW16)
        target = endpoint6(head["target"], head["target2"], ports >> _16)
        self._add(index, place, 40, head, total, source, target)

    def _add(
        self, index: Ints, place: Ints, before: int, head: Array, total: Array, source: Array, target: Array
    ) -> None:
        self._counts.tcp += len(index)
        offset = (head["offset"] & 0xF0) >> 2
        good = (offset >= 20) & (total >= offset + before)
        if not good.all():
            index, place, head, total, offset, source, target = (
                column[good] for column in (index, place, head, total, offset, source, target)
            )
        if len(index):
            key = connections(source, target)
            self.tcp.append(Tcp(index, place, before, head, total, offset, source, target, key))

    def _rest(
        self, index: Ints, place: Ints, before: int, total: Array, protocol: Array, plain: Flags, tcp: Flags
    ) -> None:
        """What is not simply TCP."""
        udp_too = plain & (protocol == ip.UDP)
        odd = ~plain | (protocol == ip.TCP) | _CARRYING[protocol]
        odd &= ~tcp & ~udp_too
        self.slow.append(index[odd])
        if udp_too.any():
            self._udp(index[udp_too], place[udp_too], before, total[udp_too])

    def _udp(self, index: Ints, place: Ints, before: int, total: Array) -> None:
        """Tell DTLS and QUIC; leave the tunnels."""
        counts, end, place = self._counts, place + total, place + before
        head = fetch(self._data, place, _UDP)
        tunnel = np.isin(head["dport"], _TUNNELS)
        self.slow.append(index[tunnel])
        size = np.minimum(self._at[index] + self._have[index], end) - place - 8
        plain = ~tunnel & (size >= 7)
        counts.udp += len(index) - int(tunnel.sum())
        first, long = head["first"], head["long"]
        dtls = (first >= udp.DTLS_TYPES[0]) & (first <= udp.DTLS_TYPES[1])
        quic = ~dtls & (first & 0xC0 == 0xC0) & (np.isin(long, _QUIC) | (long >> 8 == udp.QUIC_DRAFTS))
        dtls &= np.isin(head["version"], _DTLS) & (size >= udp.DTLS_HEADER)
        counts.dtls += int((plain & dtls).sum())
        counts.quic += int((plain & quic).sum())


def endpoint6(first: Array, second: Array, port: Array) -> Array:
    """:func:`ssldiag.capture.keys.endpoint` for IPv6."""
    mixed = first * np.uint64(MIX_A) + second
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed * np.uint64(MIX_B) + port)


def connections(source: Array, target: Array) -> Array:
    """:func:`ssldiag.capture.keys.connection` for many packets."""
    mixed = np.minimum(source, target)
    mixed *= np.uint64(MIX_A)
    mixed ^= mixed >> np.uint64(32)
    mixed += np.maximum(source, target)
    mixed *= np.uint64(MIX_B)
    mixed ^= mixed >> np.uint64(29)
    return np.maximum(mixed, np.uint64(1), out=mixed)
