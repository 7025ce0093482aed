"""An IBM i communications trace printed as text (PRTCMNTRC) in, its packets out.

Lines are matched by their words, not by columns: layouts differ between releases. What the formatted lines
say of a packet is not read; its bytes are put together from the hex digits. Times are taken for UTC, as the
trace does not tell its time zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ssldiag.capture.limits import MAX_RECORD
from ssldiag.capture.repack import Packet, Trouble

TITLE = "COMMUNICATIONS TRACE"
_ETHERNET = 1
_DAY = 86_400 * 10**9
_MOST = 2 * MAX_RECORD  # hex digits kept of one record

_DIGITS = r"([0-9A-F]+(?: +[0-9A-F]+)*)"
_HEAD = re.compile(
    r"\s*(?:\*\s*)?(\d+)\s+(?:\*\s*)?([SR])\s+(\d+)\s+(\d\d):(\d\d):(\d\d)\.(\d{1,9})\s+"
    r"(?:\S+\s+)?([0-9A-F]{12})\s+([0-9A-F]{12})\s+(\S+)(?:.*?Type:\s*([0-9A-F]{4}))?"
)
_SECTION = re.compile(
    rf"\s*(?:(?:IP|IPv6|ARP|TCP|UDP|ICMP)\s+Header|(?:ICMPv6|Option)\s+Hdr)\s*:\s*{_DIGITS}\s*$"
)
_OPTIONS = re.compile(r"\s*IP\s+Options\s*:\s*([0-9A-F]+)\s*$")
_DATA = re.compile(rf"\s*Data(?:\s*\.)+\s*:\s*{_DIGITS}\s*(?:\*.*)?$")
_MORE = re.compile(r"\s{8,}([0-9A-F]{2,}(?: +[0-9A-F]{2,})*)\s*(?:\*.*)?$")
_DATE = re.compile(r"\s*Start date/Time[ .]*:\s*(\d\d)/(\d\d)/(\d\d)\b")
_PROTOCOL = re.compile(r"\s*Object protocol[ .]*:\s*(\S.*)$")
# No two neighbours of a pattern match the same, so that no line takes longer than its length.


def is_trace(head: str) -> bool:
    """Whether a text begins like a communications trace."""
    return TITLE in head[:400]


@dataclass(slots=True)
class _Record:
    time: int
    length: int
    ethernet: bytes
    digits: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, digits: str) -> None:
        if self.size < _MOST:
            self.digits.append(digits)
            self.size += len(digits)


def packets(lines: Iterator[tuple[str, int]]) -> Iterator[Packet]:
    """The packets of a trace. Raises Trouble for one that is not of an Ethernet line."""
    day, before, record = 0, 0, None
    for line, offset in lines:
        if head := _HEAD.match(line):
            if record:
                yield _packet(record)
            clock = _clock(head)
            if clock + _DAY // 2 < before:
                day += _DAY  # past midnight: only the first page tells the date
            before = clock
            ethernet = bytes.fromhex(head[8] + head[9] + (head[11] or "0000"))
            record = _Record(day + clock, int(head[3][:7]), ethernet)
        elif date := _DATE.match(line):
            day = day or _day(date)
        elif (protocol := _PROTOCOL.match(line)) and protocol[1].rstrip() != "ETHERNET":
            raise Trouble(
                f"the trace is of {protocol[1].rstrip()[:40]}, and only ETHERNET can be read", offset
            )
        elif record:
            _take(record, line)
    if record:
        yield _packet(record)


def _take(record: _Record, line: str) -> None:
    found = _DATA.match(line) or _SECTION.match(line) or _MORE.match(line)
    if found:
        record.add(found[1].replace(" ", ""))
    elif (options := _OPTIONS.match(line)) and _lacks_options(record):
        record.add(options[1])


def _lacks_options(record: _Record) -> bool:
    """Whether the digits so far end before the IP header does (RFC 791 3.1)."""
    first = "".join(record.digits[:2])
    return first[:1] == "4" and record.size < int(first[1:2] or "0", 16) * 8


def _packet(record: _Record) -> Packet:
    digits = "".join(record.digits)
    data = record.ethernet + bytes.fromhex(digits[: len(digits) & ~1])
    wire = record.length + len(record.ethernet)
    return Packet(record.time, _ETHERNET, data[:wire] if wire > 14 else data, max(wire, len(data[:wire])))


def _clock(head: re.Match[str]) -> int:
    seconds = (int(head[4]) * 60 + int(head[5])) * 60 + int(head[6])
    return seconds * 10**9 + int(head[7].ljust(9, "0"))


def _day(date: re.Match[str]) -> int:
    try:
        day = datetime(2000 + int(date[3]), int(date[1]), int(date[2]), tzinfo=UTC)
    except ValueError:
        return 0
    return int(day.timestamp()) * 10**9
