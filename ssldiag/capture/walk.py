"""Where one is inside a packet: what headers hand to one another on the way to TCP or UDP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ssldiag.capture.fragments import Fragments

Bytes = bytes | bytearray


@dataclass(slots=True)
class Walk:
    """A packet being unwrapped. ``at`` is where the next header begins, ``end`` where the captured bytes end
    and ``wire`` where those on the wire did.

    ``source`` and ``target`` are the innermost addresses so far, ``header`` is where their IP header begins;
    ``seen`` gathers what was met. ``whole`` is false once ``data`` is a datagram put together from fragments.
    """

    data: Bytes
    at: int
    end: int
    wire: int
    clock: float
    fragments: Fragments
    source: bytes = b""
    target: bytes = b""
    protocol: int = -1
    header: int = -1
    whole: bool = True
    seen: set[str] = field(default_factory=set)

    def number(self, at: int, size: int = 2) -> int:
        """The big-endian number at an offset from where the header begins."""
        start = self.at + at
        return int.from_bytes(self.data[start : start + size], "big")

    def has(self, size: int) -> bool:
        """Whether so many bytes were captured; notes it if they were on the wire but cut off."""
        if self.at + size <= self.end:
            return True
        if self.at + size <= self.wire:
            self.seen.add("cut")
        return False


Step = Callable[[Walk], str | None]
"""Reads one header, moves ``at`` behind it, and gives the word for what follows; None where the way ends."""

ETHERTYPES: dict[int, str] = {
    0x0800: "ipv4",
    0x86DD: "ipv6",
    0x8100: "tag",
    0x88A8: "tag",
    0x9100: "tag",
    0x9200: "tag",
    0x8864: "pppoe",
    0x8847: "mpls",
    0x8848: "mpls",
    0x880B: "ppp",
    0x6558: "ethernet",
    0x8909: "cisco_tag",
    0x893F: "bridge_tag",
    0x88E7: "backbone",
    0x88BE: "erspan",
    0x22EB: "erspan3",
}
"""Ethertypes that lead on: IEEE 802 numbers (IANA), with those that GRE alone carries (RFC 1701, ERSPAN)."""
