"""Captures that we make, beside what tshark says of them, packet by packet and field by field."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from ssldiag.wire.model import Handshake
from tests.capture.files import enhanced, interface, option, pcap, pcapng, section, simple
from tests.capture.makers import (
    BEGIN,
    ENDS6,
    GOOD,
    REFUSED,
    SECOND,
    Ends,
    Packet,
    Said,
    Segment,
    at_times,
    ethernet,
    frames,
    ipv4,
    merged,
    packets,
    spoken,
    tcp,
)
from tests.capture.support import read
from tests.capture.wraps import LINKS, SIX_ONLY, TUNNELS, Wrap
from tests.wire.bytesmith import FULL12, FULL13

SEGMENTS = spoken(GOOD)
FRAMES = frames(SEGMENTS)


def said(script: Iterable[tuple[str, bytes]]) -> list[Said]:
    return [("c" if side == "a" else "s", data) for side, data in script]


def in_pieces(size: int) -> list[Packet]:
    """Every segment in fragments of so many bytes."""
    found: list[Packet] = []
    for number, segment in enumerate(SEGMENTS):
        source, _, target, _ = Ends().of(segment.who)
        data = tcp(segment)
        for at in range(0, len(data), size):
            place = at // 8 | (at + size < len(data)) << 13
            packet = ipv4(data[at : at + size], 6, source, target, identification=number + 1, fragment=place)
            found.append((segment.time, ethernet(packet)))
    return found


def swapped(first: int) -> list[Segment]:
    segments = spoken(GOOD, mss=300)
    segments[first], segments[first + 1] = segments[first + 1], segments[first]
    return at_times(segments)


MADE: dict[str, bytes] = {
    "plain": pcap(FRAMES),
    "IPv6": pcap(frames(SEGMENTS, ENDS6)),
    "nanoseconds": pcap(FRAMES, order=">", units=SECOND),
    "pcapng": pcapng(FRAMES, order=">"),
    "simple packets": section() + interface(snap=1 << 18) + b"".join(simple(data) for _, data in FRAMES),
    "two interfaces": section()
    + interface()
    + interface(101, options=option(9, b"\x09"))
    + b"".join(
        enhanced(FRAMES[i]) if i % 2 else enhanced(packets(SEGMENTS)[i], 1, ticks=SECOND) for i in range(12)
    ),
    "refused": pcap(frames(spoken(REFUSED))),
    "TLS 1.2": pcap(frames(spoken(said(FULL12)))),
    "TLS 1.3": pcap(frames(spoken(said(FULL13)))),
    "in pieces": pcap(frames(spoken(GOOD, mss=7))),
    "fragments": pcap(in_pieces(400)),
    "out of order": pcap(frames(swapped(4))),
    "sent again": pcap(frames(at_times([*SEGMENTS[:5], SEGMENTS[4], *SEGMENTS[5:]]))),
    "wrapped": pcap(frames(spoken(GOOD, isns=(0xFFFF_FFF0, 0xFFFF_FF00)))),
    "used anew": pcap(
        merged(frames(spoken(REFUSED)), frames(spoken(GOOD, isns=(7, 9), start=BEGIN + 30 * SECOND)))
    ),
    "without its beginning": pcap(FRAMES[3:]),
}

WRAPPED: dict[str, tuple[int, Wrap, str]] = {
    **{f"link: {name}": (link, wrap, "192.0.2.7") for name, (link, wrap) in LINKS.items()},
    **{f"tunnel: {name}": (1, wrap, "192.0.2.7") for name, wrap in TUNNELS.items()},
    **{f"tunnel: {name}": (1, wrap, "2001:db8::7") for name, wrap in SIX_ONLY.items()},
}

DIFFERENT: dict[str, str] = {
    "link: pseudowire": "what is in MPLS it is to be told",
    "link: pseudowire without control word": "what is in MPLS it is to be told",
    "link: ppp of pppd": "it does not read this link type",
    "link: mpls alone": "it does not read this link type",
    "link: mpacket": "it wants a right check sequence",
    "tunnel: erspan 3 of ip": "it reads Ethernet alone there",
}
"""What tshark does not decode, and why."""

FIRST_PORT = 50_000


def everything() -> bytes:
    """One file with an interface for each link type and tunnel, and a client's port for each."""
    interfaces, made = [], []
    for number, (link, wrap, host) in enumerate(WRAPPED.values()):
        server = "192.0.2.10" if host == "192.0.2.7" else "2001:db8::10"
        known = link not in (166, 219)
        interfaces.append(interface(link if known else 101))
        for time, packet in packets(SEGMENTS, Ends(host, FIRST_PORT + number, server)):
            made.append(enhanced((time + number * SECOND, wrap(packet) if known else packet), number))
    return section() + b"".join(interfaces) + b"".join(made)


FIELDS = (
    *("frame.number", "tcp.srcport", "tcp.dstport", "tls.handshake.type", "tls.handshake.version"),
    *("tls.handshake.ciphersuite", "tls.handshake.extensions_server_name", "tls.alert_message.desc"),
    *("tls.handshake.random", "tcp.seq_raw", "tls.handshake.extension.type"),
)


@pytest.fixture(scope="module")
def program() -> str:
    found = shutil.which("tshark")
    if found is None:
        pytest.skip("tshark is not installed")
    return found


def words(program: str, path: Path) -> list[dict[str, list[str]]]:
    """The fields of each TCP packet, the last (innermost) TCP header's."""
    arguments = [part for field in FIELDS for part in ("-e", field)]
    preferences = ["-o", "tcp.reassemble_out_of_order:TRUE", "-d", "udp.port==8472,vxlan"]
    done = subprocess.run(
        [program, "-n", "-r", path, "-Y", "tcp", "-T", "fields", *preferences, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return [
        {field: value.split(",") if value else [] for field, value in zip(FIELDS, row, strict=True)}
        for row in rows
    ]


def numbers(values: list[str]) -> list[int]:
    return [int(value, 0) for value in values]


def shown(handshakes: list[Handshake]) -> dict[str, object]:
    """What tshark's fields have of our handshakes."""
    hellos = [
        hello
        for handshake in handshakes
        for hello in (handshake.client_hello, handshake.server_hello)
        if hello is not None
    ]
    return {
        "random": [hello.random.hex() for hello in hellos],
        "suites": [suite for hello in hellos for suite in hello.ciphers],
        "extensions": [number for hello in hellos for number in hello.extensions],
        "versions": [hello.legacy_version for hello in hellos],
        "names": [hello.sni for hello in hellos if hello.sni],
        "alerts": [alert.code for handshake in handshakes for alert in handshake.alerts if alert.code],
        "frames": [hello.frame for hello in hellos],
    }


def theirs(rows: list[dict[str, list[str]]]) -> dict[str, object]:
    def all_of(field: str, rows: list[dict[str, list[str]]] = rows) -> list[str]:
        return [value for row in rows for value in row[field]]

    hellos = [row for row in rows if {"1", "2"} & set(row["tls.handshake.type"])]
    return {
        "random": all_of("tls.handshake.random"),
        "suites": numbers(all_of("tls.handshake.ciphersuite")),
        "extensions": numbers(all_of("tls.handshake.extension.type")),
        "versions": numbers(all_of("tls.handshake.version", hellos)),
        "names": all_of("tls.handshake.extensions_server_name"),
        "alerts": numbers(all_of("tls.alert_message.desc")),
        "frames": [int(row["frame.number"][0]) for row in hellos],
    }


@pytest.mark.parametrize("name", MADE)
def test_the_same_as_tshark(name: str, program: str, tmp_path: Path) -> None:
    path = tmp_path / "made"
    path.write_bytes(MADE[name])
    rows, found = words(program, path), read(MADE[name])
    assert found.file.counts.tcp == len(rows)
    assert shown(found.handshakes) == theirs(rows)


def test_every_link_type_and_tunnel(program: str, tmp_path: Path) -> None:
    path = tmp_path / "made"
    path.write_bytes(everything())
    rows, found = words(program, path), read(everything())
    different = set()
    for number, name in enumerate(WRAPPED):
        port = FIRST_PORT + number
        mine = [one for one in found.handshakes if one.client.port == port]
        ports = ("tcp.srcport", "tcp.dstport")
        other = [row for row in rows if str(port) in (row[field][-1] for field in ports)]
        assert len(mine) == 1, name
        if len(other) != 12 or shown(mine) != theirs(other):
            different.add(name)
    assert different == set(DIFFERENT) - {"link: ppp of pppd", "link: mpls alone"}
