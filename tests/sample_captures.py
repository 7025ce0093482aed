"""Makes the captures of ``samples/captures``: ``python -m tests.sample_captures`` writes them anew.

One connection for each family of failures, each on the port of a usual service. Certificates and addresses
are made up; nobody signed the certificates.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.checks.make_captures import EXPIRED, OLD, several
from tests.pcaps import START, Connection, Said, alert, completed, flight, hello, pcap, refused
from tests.wire.bytesmith import CHANGE, FINISHED, FLIGHT13, HELLO13, certificates, handshake, record, vector

FOLDER = Path(__file__).resolve().parents[1] / "samples" / "captures"

WANTED = handshake(13, vector(1, b"\x01\x40") + vector(2, b"\x04\x01\x04\x03") + vector(2, b""))
"""A CertificateRequest of TLS 1.2 (RFC 5246 7.4.4): RSA or ECDSA, any authority."""

NO_CERTIFICATE = handshake(11, certificates()) + handshake(16, vector(2, bytes(256))) + CHANGE + FINISHED


def asks(der: bytes) -> bytes:
    """A server's flight that asks for a client certificate."""
    done = handshake(14, b"")
    return flight(der).removesuffix(done) + WANTED + done


CLOSED: tuple[Said, ...] = (("c-fin", b""), ("s-fin", b""))

FAMILIES: Mapping[str, tuple[int, tuple[Said, ...]]] = {
    "completed": (992, completed(OLD).said),
    "certificate": (992, refused(45, EXPIRED).said),
    "client certificate": (
        9475,
        (
            ("c", hello()),
            ("s", asks(OLD)),
            ("c", NO_CERTIFICATE),
            ("s", alert(40)),
            ("s-fin", b""),
            ("c-fin", b""),
        ),
    ),
    "cipher": (
        443,
        (("c", hello(ciphers=(0x0009, 0x0003))), ("s", alert(40)), ("s-fin", b""), ("c-fin", b"")),
    ),
    "version": (8443, (("c", hello()), ("s", alert(70)), ("s-fin", b""), ("c-fin", b""))),
    "plain text": (
        636,
        (("c", b"GET / HTTP/1.1\r\nHost: ldap.example.test\r\n\r\n"), ("s-fin", b""), ("c-fin", b"")),
    ),
    "starttls": (
        21,
        (
            ("s", b"220 FTP server ready.\r\n"),
            ("c", b"AUTH TLS\r\n"),
            ("s", b"534 TLS is not configured.\r\n"),
            ("c", b"QUIT\r\n"),
            ("s", b"221 Goodbye.\r\n"),
            *CLOSED,
        ),
    ),
    "without a word": (465, (("c", hello()), ("s", flight(OLD)), ("c-fin", b""), ("s-fin", b""))),
    "network": (9476, (("c", hello()), ("s-rst", b""))),
    "tls13": (
        9443,
        (
            ("c", HELLO13),
            ("s", FLIGHT13),
            ("c", CHANGE + record(23, bytes(19))),
            ("c-fin", b""),
            ("s-fin", b""),
        ),
    ),
    "cut": (990, (("c", hello()), ("s", flight(OLD)[:400]))),
}
"""Family -> port of the server, and what is said."""


def families() -> bytes:
    """All of them in one capture, ten seconds apart; the last one is cut by the end of the capture."""
    told = [
        Connection(said, server="192.0.2.20", server_port=port, client_port=50100 + at, start=START + 10 * at)
        for at, (port, said) in enumerate(FAMILIES.values())
    ]
    return pcap(*told)


def captures() -> Mapping[str, bytes]:
    """Name -> capture."""
    refusals = [*several(48, 12), refused(45, EXPIRED, server="192.0.2.11")]
    return {"refused.pcap": pcap(*refusals), "families.pcap": families()}


def write() -> None:
    """Write every capture."""
    for name, data in captures().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    write()
