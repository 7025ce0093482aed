"""What is in a capture, counted: packets, kinds of links, what is not TCP, and where the file breaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Sums over packets. ``cut`` packets are shorter in the file than on the wire."""

    packets: int = 0
    bytes: int = 0
    cut: int = 0
    tcp: int = 0
    udp: int = 0
    dtls: int = 0
    quic: int = 0
    fragments: int = 0
    first: float | None = None
    last: float | None = None
    links: Counter[int] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Take in the counts of another part."""
        for name in ("packets", "bytes", "cut", "tcp", "udp", "dtls", "quic", "fragments"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.span(other.first, other.last)
        self.links.update(other.links)

    def span(self, first: float | None, last: float | None) -> None:
        """Take in times."""
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last


@dataclass(frozen=True, slots=True)
class FileSurvey:
    """One file of a capture. ``form`` is pcap, pcapng and so on, empty if it could not be read at all.

    ``broken_at`` is where it stopped making sense (an offset in the unpacked file), ``problem`` says why;
    a whole file has neither.
    """

    file: str
    form: str
    counts: Counts
    problem: str = ""
    broken_at: int | None = None
