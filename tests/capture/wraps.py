"""IP packets in, frames out: every link type, tag and tunnel that may be around them."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.capture.makers import ethernet, ipv4, ipv6, udp

Wrap = Callable[[bytes], bytes]


def kind(packet: bytes) -> bytes:
    """The ethertype of an IP packet."""
    return b"\x08\x00" if packet[0] >> 4 == 4 else b"\x86\xdd"


def family(packet: bytes, six: int = 30) -> int:
    """The address family of an IP packet; that of IPv6 depends on the system."""
    return 2 if packet[0] >> 4 == 4 else six


def tagged(*types: int) -> Wrap:
    """Ethernet with tags of these ethertypes."""

    def wrap(packet: bytes) -> bytes:
        tags = b"".join(struct.pack(">HH", number, 0x2000 + at) for at, number in enumerate(types))
        return ethernet(packet)[:12] + tags + kind(packet) + packet

    return wrap


def labels(*numbers: int) -> bytes:
    """MPLS labels, the last one at the bottom."""
    last = len(numbers) - 1
    return b"".join(struct.pack(">I", n << 12 | (at == last) << 8 | 64) for at, n in enumerate(numbers))


def snap(packet: bytes) -> bytes:
    """LLC and SNAP before the packet."""
    return b"\xaa\xaa\x03\0\0\0" + kind(packet) + packet


def dot3(packet: bytes) -> bytes:
    """An IEEE 802.3 frame: a length, then LLC."""
    inside = snap(packet)
    return bytes(12) + len(inside).to_bytes(2, "big") + inside


def ppp(packet: bytes) -> bytes:
    """PPP's protocol number and the packet."""
    return (b"\x00\x21" if packet[0] >> 4 == 4 else b"\x00\x57") + packet


def pppoe(packet: bytes) -> bytes:
    """A PPPoE session."""
    inside = ppp(packet)
    return b"\x11\0\0\1" + len(inside).to_bytes(2, "big") + inside


def nflog(packet: bytes) -> bytes:
    """Netfilter's log: items of length, type and value, of the packet the last."""

    def item(number: int, value: bytes) -> bytes:
        return struct.pack("<HH", 4 + len(value), number) + value + bytes(-len(value) % 4)

    return bytes((family(packet, 10), 0, 0, 0)) + item(1, bytes(4)) + item(10, b"log\0\0") + item(9, packet)


LINKS: dict[str, tuple[int, Wrap]] = {
    "ethernet": (1, ethernet),
    "ethernet with a trailer": (1, lambda packet: ethernet(packet).ljust(60, b"\xee") + b"\xff" * 4),
    "vlan": (1, tagged(0x8100)),
    "qinq": (1, tagged(0x88A8, 0x8100)),
    "qinq of old switches": (1, tagged(0x9100, 0x8100)),
    "three tags": (1, tagged(0x8100, 0x8100, 0x8100)),
    "six tags": (1, tagged(0x88A8, *(0x8100,) * 5)),
    "802.3 with SNAP": (1, dot3),
    "pppoe": (1, lambda packet: ethernet(pppoe(packet), 0x8864)),
    "pppoe in a vlan": (1, lambda packet: ethernet(b"\0\1\x88\x64" + pppoe(packet), 0x8100)),
    "mpls": (1, lambda packet: ethernet(labels(16) + packet, 0x8847)),
    "three labels": (1, lambda packet: ethernet(labels(100, 200, 300) + packet, 0x8847)),
    "pseudowire": (1, lambda packet: ethernet(labels(16, 17) + bytes(4) + ethernet(packet), 0x8847)),
    "pseudowire without control word": (1, lambda packet: ethernet(labels(16) + ethernet(packet), 0x8847)),
    "backbone": (
        1,
        lambda packet: ethernet(b"\0\1\x88\xe7" + b"\0\0\0\1" + ethernet(packet), 0x88A8),
    ),
    "null": (0, lambda packet: struct.pack("<I", family(packet)) + packet),
    "null of another order": (0, lambda packet: struct.pack(">I", family(packet)) + packet),
    "null of FreeBSD": (0, lambda packet: struct.pack("<I", family(packet, 28)) + packet),
    "null of NetBSD": (0, lambda packet: struct.pack("<I", family(packet, 24)) + packet),
    "loop": (108, lambda packet: struct.pack(">I", family(packet, 24)) + packet),
    "cooked": (113, lambda packet: struct.pack(">HHH8s", 0, 1, 6, bytes(8)) + kind(packet) + packet),
    "cooked with a tag": (
        113,
        lambda packet: struct.pack(">HHH8sH", 0, 1, 6, bytes(8), 0x8100) + b"\0\5" + kind(packet) + packet,
    ),
    "cooked 2": (276, lambda packet: kind(packet) + bytes(5) + b"\2\0\1\0\6" + bytes(8) + packet),
    "cooked 2 with a tag": (
        276,
        lambda packet: (
            b"\x81\0" + bytes(5) + b"\2\0\1\0\6" + bytes(8) + b"\0\5" + kind(packet) + packet
        ),
    ),
    "raw": (101, bytes),
    "raw of BSD": (12, bytes),
    "raw of OpenBSD": (14, bytes),
    "ppp": (9, lambda packet: b"\xff\x03" + ppp(packet)),
    "ppp with compressed address": (9, ppp),
    "ppp with compressed protocol": (9, lambda packet: ppp(packet)[1:]),
    "ppp of pppd": (166, lambda packet: b"\x01\x03" + ppp(packet)),
    "ppp with a direction": (204, lambda packet: b"\x01\xff\x03" + ppp(packet)),
    "ppp in hdlc": (50, lambda packet: b"\xff\x03" + ppp(packet)),
    "hdlc of Cisco": (104, lambda packet: b"\x0f\0" + kind(packet) + packet),
    "pppoe alone": (51, pppoe),
    "mpls alone": (219, lambda packet: labels(7, 8) + packet),
    "llc alone": (100, snap),
    "frame relay": (107, lambda packet: b"\x18\x41\x03\x80\0\0\0" + kind(packet) + packet),
    "token ring": (6, lambda packet: b"\x10\x40" + bytes(12) + snap(packet)),
    "token ring with routing": (
        6,
        lambda packet: b"\x10\x40" + bytes(6) + b"\x80" + bytes(5) + b"\6\0" + bytes(4) + snap(packet),
    ),
    "fddi": (10, lambda packet: b"\x50" + bytes(12) + snap(packet)),
    "wireless": (105, lambda packet: b"\x08\x01" + bytes(22) + snap(packet)),
    "wireless with a priority": (105, lambda packet: b"\x88\x01" + bytes(24) + snap(packet)),
    "radiotap": (127, lambda packet: b"\0\0\x0c\0" + bytes(8) + b"\x08\x02" + bytes(22) + snap(packet)),
    "openbsd encapsulation": (109, lambda packet: struct.pack("<III", family(packet, 24), 0, 0) + packet),
    "pflog": (117, lambda packet: bytes((61, family(packet, 24))) + bytes(62) + packet),
    "nflog": (239, nflog),
    "ipnet": (
        226,
        lambda packet: struct.pack(">BBHI16s", 1, family(packet, 26), 1, len(packet), bytes(16)) + packet,
    ),
    "firewire": (138, lambda packet: bytes(16) + kind(packet) + packet),
    "mpacket": (274, lambda packet: b"\x55" * 7 + b"\xd5" + ethernet(packet) + bytes(4)),
}  # fmt: skip
"""Name: link type, and what makes a frame of it."""


def in_ipv4(protocol: int, head: Wrap) -> Wrap:
    """What carries the packet has this protocol in IPv4 in Ethernet, between two routers."""
    return lambda packet: ethernet(
        ipv4(head(packet), protocol, b"\xc6\x33\x64\x01", b"\xc6\x33\x64\x02", fragment=0)
    )


def in_udp(port: int, head: Wrap) -> Wrap:
    """The same in UDP."""
    return in_ipv4(17, lambda packet: udp(head(packet), port))


def gre(flags: int, *fields: bytes, number: int | None = None) -> Wrap:
    """GRE with some of its fields."""

    def wrap(packet: bytes) -> bytes:
        inside = kind(packet) if number is None else number.to_bytes(2, "big")
        return flags.to_bytes(2, "big") + inside + b"".join(fields) + packet

    return wrap


def erspan(number: int, head: bytes, inner: Wrap = ethernet) -> Wrap:
    """A mirrored frame in GRE with a sequence number."""
    return lambda packet: gre(0x1000, b"\0\0\0\1", number=number)(head + inner(packet))


TUNNELS: dict[str, Wrap] = {
    "ip in ip": in_ipv4(4, bytes),
    "gre": in_ipv4(47, gre(0)),
    "gre with a checksum": in_ipv4(47, gre(0x8000, bytes(4))),
    "gre with a key": in_ipv4(47, gre(0x2000, b"key.")),
    "gre with all": in_ipv4(47, gre(0xB000, bytes(4), b"key.", bytes(4))),
    "gre of Ethernet": in_ipv4(47, lambda packet: gre(0, number=0x6558)(ethernet(packet))),
    "pptp": in_ipv4(
        47, lambda packet: gre(0x3081, bytes(4), bytes(4), bytes(4), number=0x880B)(b"\xff\x03" + ppp(packet))
    ),
    "erspan": in_ipv4(47, lambda packet: gre(0, number=0x88BE)(ethernet(packet))),
    "erspan 2": in_ipv4(47, erspan(0x88BE, bytes.fromhex("1001000000000000"))),
    "erspan 2 of a vlan": in_ipv4(47, erspan(0x88BE, bytes.fromhex("1001000000000000"), tagged(0x8100))),
    "erspan 3": in_ipv4(47, erspan(0x22EB, bytes.fromhex("200100000000000000000000"))),
    "erspan 3 with a platform": in_ipv4(
        47, erspan(0x22EB, bytes.fromhex("2001000000000000000000010000000000000000"))
    ),
    "erspan 3 of ip": in_ipv4(47, erspan(0x22EB, bytes.fromhex("200100000000000000000800"), bytes)),
    "etherip": in_ipv4(97, lambda packet: b"\x30\0" + ethernet(packet)),
    "mpls in ip": in_ipv4(137, lambda packet: labels(5) + packet),
    "vxlan": in_udp(4789, lambda packet: b"\x08\0\0\0\0\0\5\0" + ethernet(packet)),
    "vxlan of Linux": in_udp(8472, lambda packet: b"\x08\0\0\0\0\0\5\0" + ethernet(packet)),
    "vxlan of a vlan": in_udp(4789, lambda packet: b"\x08\0\0\0\0\0\5\0" + tagged(0x8100)(packet)),
    "vxlan gpe": in_udp(4790, lambda packet: b"\x0c\0\0\3\0\0\5\0" + ethernet(packet)),
    "geneve": in_udp(6081, lambda packet: b"\0\0\x65\x58\0\0\5\0" + ethernet(packet)),
    "geneve with options": in_udp(6081, lambda packet: b"\2\0\x65\x58\0\0\5\0" + bytes(8) + ethernet(packet)),
    "gtp": in_udp(2152, lambda packet: b"\x30\xff" + len(packet).to_bytes(2, "big") + bytes(4) + packet),
    "gtp with extensions": in_udp(
        2152,
        lambda packet: (
            b"\x34\xff" + (len(packet) + 8).to_bytes(2, "big") + bytes(7) + b"\x85" + b"\1\0\0\0" + packet
        ),
    ),
    "lisp": in_udp(4341, lambda packet: bytes(8) + packet),
    "mpls in udp": in_udp(6635, lambda packet: labels(5) + packet),
    "gre in udp": in_udp(4754, gre(0)),
    "authentication header": in_ipv4(51, lambda packet: b"\4\4" + bytes(22) + packet),
    "in ipv6": lambda packet: ethernet(ipv6(packet, 4 if packet[0] >> 4 == 4 else 41)),
    "in ipv6 with extension headers": lambda packet: ethernet(
        ipv6(packet, 0, headers=bytes((60, *bytes(7), 4 if packet[0] >> 4 == 4 else 41, *bytes(7))))
    ),
    "gre in ipv6": lambda packet: ethernet(ipv6(gre(0)(packet), 47)),
    "vxlan in ipv6": lambda packet: ethernet(ipv6(udp(b"\x08\0\0\0\0\0\5\0" + ethernet(packet), 4789), 17)),
    "vxlan in gre in mpls": lambda packet: ethernet(
        labels(9) + ipv4(gre(0)(ipv4(udp(b"\x08" + bytes(7) + ethernet(packet), 4789), 17)), 47), 0x8847
    ),
}  # fmt: skip
"""Name: what makes an Ethernet frame of an IP packet."""

SIX_ONLY: dict[str, Wrap] = {
    "6in4": in_ipv4(41, bytes),
    "teredo": in_udp(3544, bytes),
    "teredo with origin": in_udp(3544, lambda packet: bytes(8) + packet),
    "teredo with authentication": in_udp(3544, lambda packet: b"\0\1\0\0" + bytes(9) + bytes(8) + packet),
}
"""The same of an IPv6 packet."""
