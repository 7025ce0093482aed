"""IP headers (RFC 791, RFC 8200) and what IP carries: extension headers, fragments, tunnels, TCP and UDP."""

from __future__ import annotations

from ssldiag.capture.tunnels import BY_PORT
from ssldiag.capture.walk import Step, Walk

TCP, UDP = 6, 17
_AUTHENTICATION = 51


def by_version(walk: Walk) -> str | None:
    """An IP packet, its version known by its first bits alone (RAW and tunnels)."""
    if not walk.has(1):
        return None
    return {4: "ipv4", 6: "ipv6"}.get(walk.data[walk.at] >> 4)


def ipv4(walk: Walk) -> str | None:
    """RFC 791. A total length of 0 is what a card that cuts segments itself leaves to be filled in."""
    if not walk.has(20):
        return None
    first = walk.data[walk.at]
    header, total = (first & 15) * 4, walk.number(2)
    if first >> 4 != 4 or header < 20 or (total and total < header):
        return None
    if total:
        _trim(walk, total)
    start = walk.header = walk.at
    walk.source = bytes(walk.data[start + 12 : start + 16])
    walk.target = bytes(walk.data[start + 16 : start + 20])
    walk.protocol = walk.data[start + 9]
    fragment, identification = walk.number(6), walk.number(4)
    if not walk.has(header):
        return None
    walk.at += header
    if fragment & 0x3FFF:
        return _fragment(walk, (fragment & 0x1FFF) * 8, bool(fragment & 0x2000), identification)
    return upper(walk)


def ipv6(walk: Walk) -> str | None:
    """RFC 8200. A payload length of 0 is that of a jumbogram (RFC 2675); Linux makes some inside a host."""
    if not walk.has(40) or walk.data[walk.at] >> 4 != 6:
        return None
    payload = walk.number(4)
    if payload:
        _trim(walk, 40 + payload)
    start = walk.header = walk.at
    walk.source = bytes(walk.data[start + 8 : start + 24])
    walk.target = bytes(walk.data[start + 24 : start + 40])
    walk.protocol = walk.data[start + 6]
    walk.at += 40
    return upper(walk)


def _trim(walk: Walk, size: int) -> None:
    """What follows the packet in its frame is padding or a trailer."""
    walk.wire = walk.at + size
    walk.end = min(walk.end, walk.wire)


def upper(walk: Walk) -> str | None:
    """The word for the protocol that an IP header names; None for TCP, and what cannot be followed."""
    return CARRIED.get(walk.protocol)


def extension(walk: Walk) -> str | None:
    """An IPv6 extension header (RFC 8200 4), or an authentication header (RFC 4302 2.2)."""
    if not walk.has(2):
        return None
    protocol, length = walk.data[walk.at], walk.data[walk.at + 1]
    size = (length + 2) * 4 if walk.protocol == _AUTHENTICATION else (length + 1) * 8
    if not walk.has(size):
        return None
    walk.at += size
    walk.protocol = protocol
    return upper(walk)


def fragment_header(walk: Walk) -> str | None:
    """RFC 8200 4.5. A fragment that is the whole datagram is none (RFC 6946)."""
    if not walk.has(8):
        return None
    where, identification = walk.number(2), walk.number(4, 4)
    walk.protocol = walk.data[walk.at]
    walk.at += 8
    if not where & 0xFFF9:
        return upper(walk)
    return _fragment(walk, where & 0xFFF8, bool(where & 1), identification)


def _fragment(walk: Walk, offset: int, more: bool, identification: int) -> str | None:
    walk.seen.add("fragment")
    key = (walk.source, walk.target, identification, walk.protocol)
    whole = None
    if walk.end < walk.wire:
        walk.seen.add("cut")
    else:
        data = bytes(walk.data[walk.at : walk.end])
        whole = walk.fragments.add(key, offset, more, data, walk.clock)
    if whole is None:
        walk.protocol = -1
        return None
    walk.data, walk.at, walk.whole = whole, 0, False
    walk.end = walk.wire = len(whole)
    return upper(walk)


def udp(walk: Walk) -> str | None:
    """RFC 768, and the tunnels that are known by their port. Stays before the header if it is none."""
    if not walk.has(8):
        return None
    tunnel = BY_PORT.get(walk.number(2))
    if tunnel is None:
        return None
    before = walk.at
    walk.at += 8
    word = tunnel(walk)
    if word is None:
        walk.at = before
    return word


STEPS: dict[str, Step] = {
    "ip": by_version,
    "ipv4": ipv4,
    "ipv6": ipv6,
    "extension": extension,
    "fragment": fragment_header,
    "udp": udp,
}

CARRIED: dict[int, str] = {
    4: "ip",
    UDP: "udp",
    41: "ipv6",
    47: "gre",
    97: "etherip",
    137: "mpls",
    44: "fragment",
    **dict.fromkeys((0, 43, _AUTHENTICATION, 60, 135, 139, 140), "extension"),
}
"""IANA protocol numbers that lead on; the last ones are extension headers of IPv6."""
