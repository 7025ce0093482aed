"""The classic capture file of libpcap and its relatives: its header, and where its records lie.

Format: draft-ietf-opsawg-pcap; the relatives as libpcap's sf-pcap.c and Wireshark's libpcap.c tell them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from ssldiag.capture.batch import Framed
from ssldiag.capture.limits import MAX_RECORD

HEADER = 24
_STANDARD = 256 * 1024  # libpcap's largest packet for most link types (MAXIMUM_SNAPLEN)

_MAGICS: dict[bytes, tuple[str, int, int]] = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000, 16),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000, 16),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000, 16),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000, 16),
    b"\x34\xcd\xb2\xa1": ("<", 1_000_000, 24),
    b"\xa1\xb2\xcd\x34": (">", 1_000_000, 24),
}
"""Magic -> byte order, units of a second, bytes of a record's header (24: Kuznetzov's patch for Linux)."""

_HEADS = (16, 20, 24, 28)
"""Record headers under the plain magic: libpcap; Nokia; two patches of Linux distributions."""

_AIX_LINKS = {6: 1, 9: 6, 15: 10, 24: 0}
"""AIX writes interface types (RFC 1573) in place of link types: Ethernet, token ring, FDDI, loopback."""

_OLD_LINKS = {12: 101, 14: 101, 11: 100, 13: 50, 16: 9}
"""Values of one system's headers that are in files though not in the registry."""


@dataclass(frozen=True, slots=True)
class Pcap:
    """How the records of one file are written."""

    order: str
    units: int
    head: int
    link: int
    most: int = _STANDARD

    def frame(self, data: bytearray, at: int, end: int) -> Framed:
        """All records that lie wholly in ``data[at:end]``."""
        marks, upto, problem = self.hop(data, at, end)
        fields = struct.Struct(self.order + "IIII").unpack_from
        rows = [fields(data, mark) for mark in marks]
        for count, row in enumerate(rows):
            if wrong := self.wrong(*row):
                rows, upto, problem = rows[:count], marks[count], wrong
                break
        head, units = self.head, self.units
        marks = marks[: len(rows)]
        return Framed(
            marks,
            [mark + head for mark in marks],
            [row[2] for row in rows],
            [max(row[2], row[3]) for row in rows],
            [row[0] + row[1] / units for row in rows],
            self.link,
            upto,
            problem,
        )

    def hop(self, data: bytearray, at: int, end: int) -> tuple[list[int], int, str]:
        """Where the whole records of ``data[at:end]`` begin, where the next one does, what is wrong there."""
        marks: list[int] = []
        append, head, limit = marks.append, self.head, end - self.head
        size_at = struct.Struct(self.order + "I").unpack_from
        while at <= limit:
            after = at + head + size_at(data, at + 8)[0]
            if after > end:
                break
            append(at)
            at = after
        problem = ""
        if at <= limit:
            problem = self.wrong(*struct.unpack_from(self.order + "IIII", data, at))
        return marks, at, problem

    def wrong(self, seconds: int, fraction: int, have: int, wire: int) -> str:
        """What is wrong with the header of a record."""
        if have > self.most:
            return f"a record says that it has {have} bytes"
        return "" if have or wire or seconds or fraction else "zeros where a record should be"


def start(head: bytes) -> Pcap | None:
    """The format by the first bytes of a file (some hundred are best); None for another kind of file."""
    if head[:4] not in _MAGICS or len(head) < HEADER:
        return None
    order, units, size = _MAGICS[head[:4]]
    major, minor, _, _, snap, link = struct.unpack_from(order + "HHiIII", head, 4)
    link &= 0xFFFF  # the upper bits tell of frame check sequences
    if (major, minor) == (2, 2) and link in _AIX_LINKS:
        link, units = _AIX_LINKS[link], 1_000_000_000
    most = max(_STANDARD, min(snap, MAX_RECORD))
    found = Pcap(order, units, size, _OLD_LINKS.get(link, link), most)
    if size == 16 and not plausible(found, head, HEADER):
        others = (replace(found, head=other) for other in _HEADS[1:])
        found = next((other for other in others if plausible(other, head, HEADER, least=2)), found)
    return found


def plausible(
    pcap: Pcap, data: bytes | bytearray, at: int, least: int = 1, most: int = 4, end: int | None = None
) -> bool:
    """Whether the records from ``at`` on look like some, as far as they can be seen; ``least`` must be."""
    end = len(data) if end is None else end
    fields = struct.Struct(pcap.order + "IIII").unpack_from
    before = None
    for count in range(most):
        if at + 16 > end:
            return count >= least
        seconds, fraction, have, wire = fields(data, at)
        if have > pcap.most or wire > 4 * MAX_RECORD or fraction >= pcap.units or have > max(wire, 1):
            return False
        if before is not None and abs(seconds - before) > 10 * 86_400:
            return False
        before = seconds
        at += pcap.head + have
    return True
