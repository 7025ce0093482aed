"""tshark's JSON tree of one packet in; what it says of TCP and TLS out, in plain values.

Only names and numbers that tshark itself worked out are taken over: nothing is decoded here, so that the two
decoders stay independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ssldiag.wire.model import Endpoint
from ssldiag.wire.numbers import handshake_name, ssl2_message_name

Tree = Mapping[str, Any]

LARGEST_TREE = 64
"""Levels of nesting that are followed: tshark's own limit for certificates is below this."""


@dataclass(frozen=True, slots=True)
class TlsMessage:
    """One message or record. ``tree`` has tshark's fields of it, empty where it could not look inside."""

    type: str
    tree: Tree
    ssl2: bool = False
    record_version: int | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Packet:
    """One TCP packet. ``marks`` are tshark's findings on it: retransmission, out_of_order, lost_segment."""

    frame: int
    time: float
    stream: int
    source: Endpoint
    target: Endpoint
    flags: int
    size: int
    cut: bool
    protocols: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    rtt: float | None = None
    messages: tuple[TlsMessage, ...] = field(default=())


def number(value: object) -> int | None:
    """A number as tshark writes it: decimal, or hexadecimal with ``0x``."""
    if not isinstance(value, str):
        return None
    try:
        return int(value, 0)
    except ValueError:
        return int(value) if value.isdecimal() and len(value) < 20 else None


def octets(value: object) -> bytes:
    """Bytes as tshark writes them: ``16:03:01``."""
    try:
        return bytes.fromhex(value.replace(":", "")) if isinstance(value, str) else b""
    except ValueError:
        return b""


def values(tree: object, name: str, depth: int = 0) -> Iterator[Any]:
    """Every value of this field in a tree, in order; a list gives each of its members."""
    if depth > LARGEST_TREE:
        return
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if key == name:
                yield from value if isinstance(value, list) else (value,)
            elif isinstance(value, (Mapping, list)):
                yield from values(value, name, depth + 1)
    elif isinstance(tree, list):
        for item in tree:
            yield from values(item, name, depth + 1)


def first(tree: object, name: str) -> Any:
    """The first value of this field, None if there is none."""
    return next(values(tree, name), None)


def numbers(tree: object, name: str) -> tuple[int, ...]:
    """The values of this field that are numbers."""
    return tuple(found for value in values(tree, name) if (found := number(value)) is not None)


def packet(frame: Tree, ip: Tree, tcp: Tree, tls: object) -> Packet | None:
    """A packet from its layers; None where an address or a port is missing."""
    v6 = "ipv6.src" in ip
    source, target = (ip.get(f"ipv6.{end}" if v6 else f"ip.{end}") for end in ("src", "dst"))
    ports = number(tcp.get("tcp.srcport")), number(tcp.get("tcp.dstport"))
    stream, place = number(tcp.get("tcp.stream")), number(frame.get("frame.number"))
    if not isinstance(source, str) or not isinstance(target, str) or stream is None or place is None:
        return None
    analysis = "tcp.analysis."
    names = [name for name in _names(tcp) if name.startswith(analysis)]
    rtt = first(tcp, "tcp.analysis.initial_rtt")
    return Packet(
        place,
        _seconds(frame.get("frame.time_epoch")) or 0.0,
        stream,
        Endpoint(source, ports[0] or 0),
        Endpoint(target, ports[1] or 0),
        number(tcp.get("tcp.flags")) or 0,
        number(tcp.get("tcp.len")) or 0,
        (number(frame.get("frame.cap_len")) or 0) < (number(frame.get("frame.len")) or 0),
        tuple(str(frame.get("frame.protocols", "")).split(":")),
        frozenset(name.removeprefix(analysis) for name in names),
        _seconds(rtt),
        tuple(messages(tls)),
    )


def _names(tree: object, depth: int = 0) -> Iterator[str]:
    if isinstance(tree, Mapping) and depth < LARGEST_TREE:
        for key, value in tree.items():
            yield key
            yield from _names(value, depth + 1)


def _seconds(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def messages(tls: object) -> Iterator[TlsMessage]:
    """The messages and records of a packet's TLS layers, in order."""
    for record in _records(tls):
        yield from _of_record(record)


def _records(tls: object) -> Iterator[Tree]:
    """The records, however tshark has folded layers and records into lists."""
    if isinstance(tls, list):
        for layer in tls:
            yield from _records(layer)
    elif isinstance(tls, Mapping):
        found = tls.get("tls.record", ())
        yield from (
            each for each in (found if isinstance(found, list) else [found]) if isinstance(each, Mapping)
        )


PLAIN: Mapping[int, Literal["change_cipher_spec", "application_data", "heartbeat"]] = {
    20: "change_cipher_spec",
    23: "application_data",
    24: "heartbeat",
}


def _of_record(record: Tree) -> Iterator[TlsMessage]:
    version, length = number(record.get("tls.record.version")), number(record.get("tls.record.length")) or 0
    kind = number(record.get("tls.record.content_type"))
    if kind is None:
        kind = number(record.get("tls.record.opaque_type"))
    if kind is None:
        old = number(record.get("tls.handshake.type"))
        if old is not None:
            yield TlsMessage(ssl2_message_name(old), record, True, version, length)
        return
    if "tls.handshake" in record:
        yield from _handshakes(record["tls.handshake"], version, length)
    elif "tls.alert_message" in record:
        inside = record["tls.alert_message"]
        yield TlsMessage("alert", inside if isinstance(inside, Mapping) else {}, False, version, length)
    elif kind in PLAIN:
        yield TlsMessage(PLAIN[kind], {}, False, version, length)


def _handshakes(found: object, version: int | None, length: int) -> Iterator[TlsMessage]:
    for inside in found if isinstance(found, list) else [found]:
        tree = inside if isinstance(inside, Mapping) else {}
        kind = number(tree.get("tls.handshake.type"))
        size = number(tree.get("tls.handshake.length"))
        if kind is None:
            yield TlsMessage("encrypted_handshake", tree, False, version, length)
        elif "tls.handshake.fragment.count" not in tree or size is not None:
            yield TlsMessage(handshake_name(kind), tree, False, version, size or 0)
