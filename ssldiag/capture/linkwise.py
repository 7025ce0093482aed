"""The packets of a batch, sorted by what their link layer says: IPv4, IPv6, and what takes longer to tell.

Only the most common links are looked through here; tags of IEEE 802.1Q are passed over, twice at most.
"""

from __future__ import annotations

import numpy as np

from ssldiag.capture import links
from ssldiag.capture.arrays import Array, Flags, Ints, numbers
from ssldiag.capture.batch import Batch
from ssldiag.capture.walk import ETHERTYPES

LEAST4, LEAST6 = 40, 60
"""Bytes of the headers of IP and TCP together, without options."""

_TYPE_AT = {"ethernet": (12, 14), "cooked": (14, 16), "cooked2": (0, 20)}
"""Link -> where its ethertype and what follows begin."""

_TAGS = np.zeros(1 << 16, dtype=bool)
_TAGS[[number for number, word in ETHERTYPES.items() if word == "tag"]] = True
_LEADING = np.zeros(1 << 16, dtype=bool)
_LEADING[[number for number, word in ETHERTYPES.items() if word not in ("ipv4", "ipv6")]] = True
_LEADING[:1501] = True
_LEADING[4] = True


class Linkwise:
    """``four`` and ``six``: packets (by their number in the batch), and where their IP header begins, which
    is whole together with a TCP header; ``slow``: packets to be looked at one by one.
    """

    def __init__(self, batch: Batch) -> None:
        self.four: list[tuple[Ints, Ints]] = []
        self.six: list[tuple[Ints, Ints]] = []
        self.slow: list[Ints] = []
        self._data = batch.data
        self._at: Ints = batch.at
        self._have: Ints = batch.have
        link = batch.link
        if isinstance(link, int):
            self._sort(np.arange(len(batch)), batch.at, batch.have, links.LINKS.get(link))
            return
        for number in np.unique(link).tolist():
            index = np.flatnonzero(link == number)
            self._sort(index, batch.at[index], batch.have[index], links.LINKS.get(number))

    def _sort(self, index: Ints, at: Ints, have: Ints, word: str | None) -> None:
        if word in _TYPE_AT:
            self._typed(index, at, have, *_TYPE_AT[word])
        elif word == "loopback":
            family = numbers(self._data, at, "<u4")
            self._sort_by(index, at + 4, have - 4, (family == 2) | (family == 0x02000000), family == 30)
        elif word in ("ip", "ipv4", "ipv6"):
            version = numbers(self._data, at, "u1") >> 4
            four, six = (version == 4) & (word != "ipv6"), (version == 6) & (word != "ipv4")
            self._sort_by(index, at, have, four, six)
        elif word is not None:
            self.slow.append(index)

    def _typed(self, index: Ints, at: Ints, have: Ints, type_at: int, header: int) -> None:
        kind, place, rest = numbers(self._data, at + type_at, ">u2"), at + header, have - header
        for _ in range(2):
            tagged = _TAGS[kind]
            if not tagged.any():
                break
            moved = tagged * 4
            place, rest = place + moved, rest - moved
            kind = np.where(tagged, numbers(self._data, place - 2, ">u2"), kind)
        self._sort_by(index, place, rest, kind == 0x0800, kind == 0x86DD, kind)

    def _sort_by(
        self, index: Ints, place: Ints, rest: Ints, four: Flags, six: Flags, kind: Array | None = None
    ) -> None:
        """What has its whole headers goes on; what is another kind, or is cut, takes longer."""
        whole = four & (rest >= LEAST4)
        if whole.all():
            self.four.append((index, place))
            return
        whole6 = six & (rest >= LEAST6)
        slow = ~(four | six) if kind is None else _LEADING[kind]
        slow = (slow | four | six) & ~(whole | whole6)
        self.four.append((index[whole], place[whole]))
        self.six.append((index[whole6], place[whole6]))
        self.slow.append(index[slow])
