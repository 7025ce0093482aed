"""Packets printed as hex digits in, as by ``tcpdump -x``, ``-xx``, ``-X``, Wireshark and ``od``; packets out.

What is in front of the first IP header is told by looking. Digits alone, without offsets, are read where the
first of them are an IP packet: then lines are one packet until it is whole, or another line comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from ssldiag.capture.limits import MAX_RECORD
from ssldiag.capture.repack import Packet
from ssldiag.capture.walk import ETHERTYPES

_ETHERNET, _RAW, _COOKED, _COOKED2, _LOOPBACK = 1, 101, 113, 276, 0
_LINE = re.compile(r"\s*(?:0x)?([0-9A-Fa-f]{3,8}):?\s+(?=[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{2}|\b))(.*)")
_GROUP = re.compile(r"((?:[0-9A-Fa-f]{2}){1,4})(?: |$)")
_GAP = re.compile(r" [0-9A-Fa-f]")  # in the middle of Wireshark's lines
_WIDTH = 16  # bytes of a line, unless the next line's offset says more
_WIDEST = 64

_BARE = re.compile(r"\s*(?:0x)?([0-9A-Fa-f]{2}(?:[ :]{0,2}[0-9A-Fa-f]{2})*)\s*$")

_CLOCK = re.compile(
    r"\s*(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d\d):(\d\d):(\d\d)[.,](\d{1,9})\b|\s*(\d{9,10})\.(\d{1,9})\b"
)
_ARRIVAL = re.compile(r"\s*Epoch (?:Arrival )?Time: (\d{1,10})\.(\d{1,9})")


def is_dump(head: str) -> bool:
    """Whether a text has two lines of hex digits that follow on one another, from offset 0 on."""
    offsets = [line[0] for text in head.splitlines() if (line := _parsed(text))]
    return any(one == 0 and 0 < two <= _WIDEST for one, two in pairwise(offsets))


def packets(lines: Iterator[tuple[str, int]]) -> Iterator[Packet]:
    """The packets of a text. Other lines are passed over, but for those that tell a time."""
    data = bytearray()
    time, next_time, last = 0, 0, 0
    for text, _ in lines:
        parsed = _parsed(text)
        if parsed is None:
            next_time = _time(text) or next_time
            continue
        offset, digits = parsed
        if offset == 0:
            if data:
                yield _packet(bytes(data), time)
            data, time = bytearray(), next_time
        elif not last < offset <= last + _WIDEST or offset > MAX_RECORD:
            continue
        if offset > len(data):
            continue
        last = offset
        del data[offset:]  # a line is known to be too long once the next one is seen
        data += digits
    if data:
        yield _packet(bytes(data), time)


def is_bare(head: str) -> bool:
    """Whether a text has lines of nothing but hex digits that begin with an IP packet."""
    data = b""
    for text in head.splitlines():
        if found := _BARE.match(text) or _BARE.match(text[:-1]):  # the head may end inside a byte
            data += _bytes(found)
            if _whole(data) is not None:
                return True
        elif data:
            return False
    return False


def bare_packets(lines: Iterator[tuple[str, int]]) -> Iterator[Packet]:
    """The packets of a text of digits without offsets."""
    data = bytearray()
    time, size = 0, MAX_RECORD
    for text, _ in lines:
        found = _BARE.match(text)
        if data and (found is None or len(data) >= size):
            yield _packet(bytes(data), time)
            data.clear()
        if found is None:
            time = _time(text) or time
            continue
        data += _bytes(found)
        size = _whole(data) or MAX_RECORD
    if data:
        yield _packet(bytes(data), time)


def _bytes(found: re.Match[str]) -> bytes:
    return bytes.fromhex(found[1].replace(":", " "))


def _whole(data: bytes | bytearray) -> int | None:
    """The size of a packet by its IP header; None where none is seen."""
    head = bytes(data[:64])
    for at in (0, 14, 18, 16, 20, 4):
        if _is_ip(head[at:]):
            place, more = (2, 0) if head[at] >> 4 == 4 else (4, 40)  # IPv6 does not count its header
            return at + int.from_bytes(head[at + place : at + place + 2], "big") + more
    return None


def _parsed(text: str) -> tuple[int, bytes] | None:
    """The offset and bytes of a line. The text column may look like digits: it is cut off by its distance."""
    line = _LINE.match(text)
    if line is None:
        return None
    rest, at, digits = line[2], 0, ""
    while group := _GROUP.match(rest, at):
        digits += group[1]
        at = group.end()
        if len(digits) == _WIDTH and len(group[1]) == 2 and _GAP.match(rest, at):
            at += 1
        if len(digits) >= _WIDTH * 2 and not rest[at : at + 1].isalnum():
            break
    return (int(line[1], 16), bytes.fromhex(digits)) if digits else None


def _time(text: str) -> int:
    if found := _ARRIVAL.match(text):
        return int(found[1]) * 10**9 + int(found[2].ljust(9, "0"))
    found = _CLOCK.match(text)
    if found is None:
        return 0
    if found[8]:
        return int(found[8]) * 10**9 + int(found[9].ljust(9, "0"))
    seconds = (int(found[4]) * 60 + int(found[5])) * 60 + int(found[6])
    if found[1]:
        try:
            day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
            seconds += int(day.timestamp())
        except (ValueError, OverflowError):
            return 0
    return seconds * 10**9 + int(found[7].ljust(9, "0"))


def _packet(data: bytes, time: int) -> Packet:
    return Packet(time, _link(data), data, len(data))


def _link(data: bytes) -> int:
    """What a packet begins with: an IP header that fits, or an ethertype where one would be."""
    if _is_ip(data):
        return _RAW
    for at, link in ((12, _ETHERNET), (14, _COOKED), (0, _COOKED2)):
        after = {_COOKED2: 20}.get(link, at + 2)
        kind = int.from_bytes(data[at : at + 2], "big")
        if kind in ETHERTYPES and (ETHERTYPES[kind] not in ("ipv4", "ipv6") or _is_ip(data[after:])):
            return link
    return _LOOPBACK if _is_ip(data[4:]) else _ETHERNET


def _is_ip(data: bytes) -> bool:
    if len(data) < 20:
        return False
    if data[0] >> 4 == 4 and data[0] & 15 >= 5:
        return int.from_bytes(data[2:4], "big") >= 20 and data[9] in (1, 4, 6, 17, 41, 47, 50, 132)
    return data[0] >> 4 == 6 and len(data) >= 40 and data[6] in (0, 4, 6, 17, 41, 43, 44, 47, 58, 60)
