"""What is before IP: the link types of captures (the LINKTYPE registry), tags, labels and PPP."""

from __future__ import annotations

from ssldiag.capture.walk import ETHERTYPES, Step, Walk

_SNAP = b"\xaa\xaa\x03"
_LLC_IP = b"\x06\x06\x03"
_FAMILIES = {2: "ipv4", 10: "ipv6", 23: "ipv6", 24: "ipv6", 26: "ipv6", 28: "ipv6", 30: "ipv6"}
"""Address families: IPv6 has a number of its own in each system."""


def _skip(walk: Walk, size: int, word: str | None) -> str | None:
    if word is None or not walk.has(size):
        return None
    walk.at += size
    return word


def _typed(walk: Walk, at: int) -> str | None:
    """An ethertype at an offset, or a length as IEEE 802.3 has it; then moves behind it."""
    if not walk.has(at + 2):
        return None
    kind = walk.number(at)
    return _skip(walk, at + 2, ETHERTYPES.get(kind) if kind > 1500 else "llc")


def ethernet(walk: Walk) -> str | None:
    """Two addresses and a type (IEEE 802.3 3.2)."""
    return _typed(walk, 12)


def mpacket(walk: Walk) -> str | None:
    """Ethernet with its preamble."""
    return _skip(walk, 8, "ethernet")


def tag(walk: Walk) -> str | None:
    """IEEE 802.1Q 9.6, also that of providers: two bytes and a type."""
    return _typed(walk, 2)


def bridge_tag(walk: Walk) -> str | None:
    """IEEE 802.1BR: six bytes and a type."""
    return _typed(walk, 6)


def cisco_tag(walk: Walk) -> str | None:
    """Cisco MetaData: version, length, options, then a type."""
    return _typed(walk, 6)


def backbone(walk: Walk) -> str | None:
    """IEEE 802.1Q 9.7 (I-TAG): four bytes, then the customer's frame."""
    return _skip(walk, 4, "ethernet")


def llc(walk: Walk) -> str | None:
    """IEEE 802.2, with SNAP (RFC 1042), or IP straight on."""
    if not walk.has(3):
        return None
    head = bytes(walk.data[walk.at : walk.at + 3])
    if head == _LLC_IP:
        return _skip(walk, 3, "ipv4")
    if head != _SNAP or not walk.has(8):
        return None
    return _skip(walk, 8, ETHERTYPES.get(walk.number(6)))


def pppoe(walk: Walk) -> str | None:
    """RFC 2516 4: six bytes, code 0, then PPP without its framing."""
    if not walk.has(6) or walk.data[walk.at + 1]:
        return None
    return _skip(walk, 6, "ppp")


def ppp(walk: Walk) -> str | None:
    """RFC 1662 with or without address and control (pppd writes a direction there); RFC 1661 2: a protocol
    of one byte or two.
    """
    if walk.has(2) and walk.number(0) in (0xFF03, 0x0003, 0x0103):
        walk.at += 2
    if not walk.has(1):
        return None
    if walk.data[walk.at] & 1:
        return _skip(walk, 1, _PPP.get(walk.data[walk.at]))
    return _skip(walk, 2, _PPP.get(walk.number(0))) if walk.has(2) else None


_PPP = {0x21: "ipv4", 0x57: "ipv6", 0x281: "mpls"}


def ppp_directed(walk: Walk) -> str | None:
    """PPP behind a byte that tells the direction."""
    return _skip(walk, 1, "ppp")


def hdlc(walk: Walk) -> str | None:
    """PPP in HDLC framing, or Cisco's HDLC: told apart by the first byte."""
    if not walk.has(4):
        return None
    if walk.data[walk.at] in (0x0F, 0x8F):
        return _skip(walk, 4, ETHERTYPES.get(walk.number(2)))
    return "ppp"


def frame_relay(walk: Walk) -> str | None:
    """RFC 2427: two bytes of address, control, then what is inside."""
    if not walk.has(4) or walk.data[walk.at + 2] != 3:
        return None
    if walk.data[walk.at + 3] == 0x80 and walk.has(9):
        return _skip(walk, 9, ETHERTYPES.get(walk.number(7)))
    return _skip(walk, 4, {0xCC: "ipv4", 0x8E: "ipv6"}.get(walk.data[walk.at + 3]))


def mpls(walk: Walk) -> str | None:
    """RFC 3032: labels until the bottom of the stack; then IP, or a pseudowire (RFC 4448) of Ethernet, with
    or without a control word: that is told by where a known type stands.
    """
    for _ in range(16):
        if not walk.has(4):
            return None
        bottom = walk.data[walk.at + 2] & 1
        walk.at += 4
        if bottom:
            break
    if not walk.has(1):
        return None
    nibble = walk.data[walk.at] >> 4
    if nibble in (4, 6):
        return "ip"
    controlled = nibble == 0 and (_is_typed(walk, 16) or not _is_typed(walk, 12))
    return _skip(walk, 4 if controlled else 0, "ethernet")


def _is_typed(walk: Walk, at: int) -> bool:
    return walk.has(at + 2) and walk.number(at) in ETHERTYPES


def loopback(walk: Walk) -> str | None:
    """LINKTYPE_NULL and LOOP: an address family in four bytes, in the order of the host or of the network."""
    if not walk.has(4):
        return None
    family = walk.number(0, 4)
    if family > 0xFFFF:
        family = int.from_bytes(family.to_bytes(4, "big"), "little")
    return _skip(walk, 4, _FAMILIES.get(family))


def encapsulated(walk: Walk) -> str | None:
    """LINKTYPE_ENC of OpenBSD: family, index and flags, four bytes each."""
    before = walk.at
    word = loopback(walk)
    walk.at = before
    return _skip(walk, 12, word)


def filter_log(walk: Walk) -> str | None:
    """LINKTYPE_PFLOG: its length, padded to four bytes, and the family."""
    if not walk.has(2):
        return None
    return _skip(walk, (walk.data[walk.at] + 3) & ~3, _FAMILIES.get(walk.data[walk.at + 1]))


def netfilter_log(walk: Walk) -> str | None:
    """LINKTYPE_NFLOG: items of length, type and value; the packet is that of type 9."""
    if not walk.has(4):
        return None
    word = _FAMILIES.get(walk.data[walk.at])
    walk.at += 4
    while walk.has(4):
        size = int.from_bytes(walk.data[walk.at : walk.at + 2], "little")
        kind = int.from_bytes(walk.data[walk.at + 2 : walk.at + 4], "little")
        if kind == 9:
            return _skip(walk, 4, word)
        if size < 4:
            return None
        walk.at += (size + 3) & ~3
    return None


def cooked(walk: Walk) -> str | None:
    """LINKTYPE_LINUX_SLL: sixteen bytes, the type last; small types are those of 802.3 frames."""
    if not walk.has(16):
        return None
    kind = walk.number(14)
    return _skip(walk, 16, "llc" if kind == 4 else ETHERTYPES.get(kind))


def cooked2(walk: Walk) -> str | None:
    """LINKTYPE_LINUX_SLL2: twenty bytes, the type first."""
    if not walk.has(20):
        return None
    kind = walk.number(0)
    return _skip(walk, 20, "llc" if kind == 4 else ETHERTYPES.get(kind))


def token_ring(walk: Walk) -> str | None:
    """IEEE 802.5: access and frame control, addresses, routing if the source's first bit is set, then LLC."""
    if not walk.has(15):
        return None
    routing = walk.data[walk.at + 14] & 0x1F if walk.data[walk.at + 8] & 0x80 else 0
    return _skip(walk, 14 + routing, "llc")


def fddi(walk: Walk) -> str | None:
    """Frame control, addresses, LLC."""
    return _skip(walk, 13, "llc")


def wireless(walk: Walk) -> str | None:
    """IEEE 802.11 data frames that are not encrypted: 24 bytes, more with a fourth address or a priority."""
    if not walk.has(24):
        return None
    first, second = walk.data[walk.at], walk.data[walk.at + 1]
    if first & 0x0C != 0x08 or first & 0x40 or second & 0x40:
        return None
    size = 24 + 6 * (second & 3 == 3) + (2 + 4 * bool(second & 0x80) if first & 0x80 else 0)
    return _skip(walk, size, "llc")


def radiotap(walk: Walk) -> str | None:
    """A header that tells its length, little-endian, then IEEE 802.11."""
    if not walk.has(4):
        return None
    return _skip(walk, int.from_bytes(walk.data[walk.at + 2 : walk.at + 4], "little"), "wireless")


def firewire(walk: Walk) -> str | None:
    """LINKTYPE_APPLE_IP_OVER_IEEE1394: two addresses of eight bytes and a type."""
    return _typed(walk, 16)


def ipnet(walk: Walk) -> str | None:
    """LINKTYPE_IPNET of Solaris: 24 bytes, the family in the second."""
    if not walk.has(24):
        return None
    return _skip(walk, 24, {2: "ipv4", 26: "ipv6"}.get(walk.data[walk.at + 1]))


STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        *(ethernet, mpacket, tag, bridge_tag, cisco_tag, backbone, llc, pppoe, ppp, ppp_directed, hdlc),
        *(frame_relay, mpls, loopback, encapsulated, filter_log, netfilter_log, cooked, cooked2),
        *(token_ring, fddi, wireless, radiotap, firewire, ipnet),
    )
}

LINKS: dict[int, str] = {
    0: "loopback",
    1: "ethernet",
    6: "token_ring",
    9: "ppp",
    10: "fddi",
    12: "ip",
    14: "ip",
    50: "hdlc",
    51: "pppoe",
    100: "llc",
    101: "ip",
    104: "hdlc",
    105: "wireless",
    107: "frame_relay",
    108: "loopback",
    109: "encapsulated",
    113: "cooked",
    117: "filter_log",
    127: "radiotap",
    138: "firewire",
    166: "ppp",
    204: "ppp_directed",
    219: "mpls",
    226: "ipnet",
    228: "ipv4",
    229: "ipv6",
    239: "netfilter_log",
    274: "mpacket",
    276: "cooked2",
}
"""LINKTYPE number -> the first step (https://www.tcpdump.org/linktypes.html)."""
