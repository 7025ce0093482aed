"""Packets inside GRE, EtherIP and UDP: VXLAN, Geneve, GTP-U, Teredo, LISP, MPLS and GRE in UDP, ERSPAN, PPTP.

Each step stands at the tunnel's own header, moves behind it and gives the word for what is inside. A UDP
port proves nothing: a step that finds something else gives None.
"""

from __future__ import annotations

from ssldiag.capture.walk import ETHERTYPES, Step, Walk


def _skip(walk: Walk, size: int, word: str | None) -> str | None:
    if word is None or not walk.has(size):
        return None
    walk.at += size
    return word


def gre(walk: Walk) -> str | None:
    """RFC 2784, RFC 2890; version 1 with its acknowledgment is that of PPTP (RFC 2637 4.1)."""
    if not walk.has(4):
        return None
    flags, kind = walk.number(0), walk.number(2)
    size = 4 + 4 * bool(flags & 0xC000) + 4 * bool(flags & 0x2000) + 4 * bool(flags & 0x1000)
    if flags & 7 == 1:
        size += 4 * bool(flags & 0x0080)
    if kind == 0x88BE and not flags & 0x1000:
        return _skip(walk, size, "ethernet")  # ERSPAN of the first type has no header of its own
    return _skip(walk, size, ETHERTYPES.get(kind))


def erspan(walk: Walk) -> str | None:
    """ERSPAN type II: eight bytes (draft-foschiano-erspan 4.2)."""
    return _skip(walk, 8, "ethernet")


def erspan3(walk: Walk) -> str | None:
    """ERSPAN type III: twelve bytes, eight more if the last bit says so (draft-foschiano-erspan 4.3)."""
    if not walk.has(12):
        return None
    last = walk.number(10)
    word = {0: "ethernet", 2: "ip"}.get(last >> 10 & 31)
    return _skip(walk, 20 if last & 1 else 12, word)


def etherip(walk: Walk) -> str | None:
    """RFC 3378: two bytes, then Ethernet."""
    return _skip(walk, 2, "ethernet")


def vxlan(walk: Walk) -> str | None:
    """RFC 7348 5: eight bytes, the flag I set."""
    return _skip(walk, 8, "ethernet") if walk.has(8) and walk.data[walk.at] & 0x08 else None


def vxlan_gpe(walk: Walk) -> str | None:
    """draft-ietf-nvo3-vxlan-gpe 3: the fourth byte names what is inside."""
    if not walk.has(8) or not walk.data[walk.at] & 0x0C:
        return None
    return _skip(walk, 8, {1: "ipv4", 2: "ipv6", 3: "ethernet", 5: "mpls"}.get(walk.data[walk.at + 3]))


def geneve(walk: Walk) -> str | None:
    """RFC 8926 3.4: eight bytes and options; version 0."""
    if not walk.has(8) or walk.data[walk.at] >> 6:
        return None
    return _skip(walk, 8 + (walk.data[walk.at] & 0x3F) * 4, ETHERTYPES.get(walk.number(2)))


def gtp(walk: Walk) -> str | None:
    """User data of GTP version 1 (3GPP TS 29.281 5), its extension headers passed over."""
    if not walk.has(8) or walk.data[walk.at] >> 4 != 3 or walk.data[walk.at + 1] != 0xFF:
        return None
    flags = walk.data[walk.at]
    if not flags & 7:
        return _skip(walk, 8, "ip")
    if not walk.has(12):
        return None
    following = walk.data[walk.at + 11] if flags & 4 else 0
    walk.at += 12
    while following:
        if not walk.has(4) or not (length := walk.data[walk.at] * 4) or not walk.has(length):
            return None
        following = walk.data[walk.at + length - 1]
        walk.at += length
    return "ip"


def teredo(walk: Walk) -> str | None:
    """RFC 4380 5.1.1: authentication and origin may come before the IPv6 packet."""
    if walk.has(13) and walk.number(0) == 1:
        walk.at += 13 + walk.data[walk.at + 2] + walk.data[walk.at + 3]
    if walk.has(8) and walk.number(0) == 0:
        walk.at += 8
    return "ipv6" if walk.has(40) and walk.data[walk.at] >> 4 == 6 else None


def lisp(walk: Walk) -> str | None:
    """RFC 9300 5.1: eight bytes, then IP."""
    if not walk.has(9) or walk.data[walk.at + 8] >> 4 not in (4, 6):
        return None
    return _skip(walk, 8, "ip")


def mpls_in_udp(walk: Walk) -> str | None:
    """RFC 7510."""
    return "mpls" if walk.has(4) else None


BY_PORT: dict[int, Step] = {
    4789: vxlan,
    8472: vxlan,
    4790: vxlan_gpe,
    6081: geneve,
    2152: gtp,
    3544: teredo,
    4341: lisp,
    6635: mpls_in_udp,
    4754: gre,
}
"""Target ports of UDP (IANA; 8472 is what Linux used before VXLAN had a number)."""

STEPS: dict[str, Step] = {"gre": gre, "erspan": erspan, "erspan3": erspan3, "etherip": etherip}
