"""Captures that every engine must read alike, made by hand, and what they hold in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ssldiag.capture.decode import decode
from ssldiag.wire.model import Handshake
from tests.keydb import makers
from tests.pcaps import Connection, alert, completed, flight, hello, no_cipher, pcap, refused
from tests.wire.bytesmith import ANSWER12, CHANGE, FINISHED

ROOT = makers.Authority()
DER = ROOT.issue("telnet.example.test")
SMTP = (
    ("s", b"220 mail.example.test ESMTP\r\n"),
    ("c", b"EHLO client.example.test\r\n"),
    ("s", b"250-mail.example.test\r\n250 STARTTLS\r\n"),
    ("c", b"STARTTLS\r\n"),
    ("s", b"220 ready\r\n"),
)


def halves(data: bytes) -> tuple[bytes, bytes]:
    """Some bytes as two pieces, the first with whole headers."""
    return data[: len(data) // 2], data[len(data) // 2 :]


def split() -> Connection:
    """The server's flight in two segments."""
    one, two = halves(flight(DER))
    said = (("c", hello()), ("s", one), ("s", two), ("c", ANSWER12), ("s", CHANGE + FINISHED))
    return Connection((*said, ("c-fin", b""), ("s-fin", b"")), server_port=443)


MADE: Mapping[str, bytes] = {
    "completed": pcap(completed(DER, server_port=443)),
    "refused": pcap(refused(48, DER, server_port=443)),
    "no cipher": pcap(no_cipher((0x0005, 0x0004), server_port=443)),
    "reset": pcap(Connection((("c", hello()), ("s-rst", b"")), server_port=443)),
    "split": pcap(split()),
    "starttls": pcap(
        Connection(
            (*SMTP, ("c", hello()), ("s", flight(DER)), ("c", alert(42)), ("c-fin", b"")), server_port=25
        )
    ),
    "two": pcap(
        completed(DER, server_port=443, client_port=50001),
        refused(46, DER, server_port=443, client_port=50002),
    ),
    "none": pcap(),
}
"""Ports are those that tshark takes for TLS."""


def native(path: Path) -> list[Handshake]:
    """What the native reader makes of a capture."""
    return list(decode([str(path)]))


def brief(found: Iterable[Handshake]) -> list[tuple[object, ...]]:
    """What must be the same whoever reads."""
    return [
        (
            *(one.client, one.server, one.first_frame, one.version, one.starttls),
            [
                message.type
                for message in one.messages
                if message.type in ("client_hello", "server_hello", "alert")
            ],
            [seen.der for seen in one.certificates],
            [(alert.side, alert.code) for alert in one.alerts],
            (one.ending.first_fin, one.ending.first_rst),
        )
        for one in sorted(found, key=lambda one: one.first_frame)
    ]
