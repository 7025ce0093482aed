"""Handshakes for tests, written down packet by packet, as a person would tell what happened.

A line is a packet: who sends (``c`` or ``s``), then what: ``hello``, ``server_hello`` and the other words for
messages; ``!48`` a fatal alert, ``~112`` a warning, ``?`` an encrypted alert; ``data``; a number is an
encrypted record of TLS 1.3 of that size; ``fin``, ``rst``. ``wait 2`` lets two seconds pass.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from ssldiag.keydb.certificate import parse
from ssldiag.keydb.model import Certificate
from ssldiag.wire.events import Quality
from ssldiag.wire.model import (
    Alert,
    CertificateSeen,
    CertificateWanted,
    Ending,
    Endpoint,
    Handshake,
    Hello,
    Message,
    Side,
)
from ssldiag.wire.numbers import alert_name

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SIDES: dict[str, Side] = {"c": "client", "s": "server"}

HELLO = Hello(
    format="tls",
    legacy_version=0x0303,
    record_version=0x0301,
    random=bytes(32),
    session_id=b"",
    ciphers=(0xC02F, 0xC030, 0xC02B, 0x009C, 0x002F, 0x0035),
    extensions=(0, 11, 10, 13),
    groups=(0x001D, 0x0017),
    signature_algorithms=(0x0403, 0x0804, 0x0401, 0x0501),
    sni="tls.example.test",
    raw=b"",
)
HELLO13 = replace(
    HELLO, ciphers=(0x1301, 0x1302, 0xC02F), extensions=(0, 10, 13, 43, 51), versions=(0x0304, 0x0303)
)
GSKIT12 = replace(
    HELLO,
    record_version=0x0303,
    ciphers=(0x00FF, 0x009C, 0x009D, 0x002F, 0xC02F, 0xC030),
    extensions=(10, 11),
    groups=(0x0017, 0x0018, 0x0019),
    signature_algorithms=(),
    sni=None,
)
GSKIT13 = replace(
    HELLO,
    record_version=0x0303,
    ciphers=(0x1301, 0x1302, 0x1303),
    extensions=(43, 51, 10, 13),
    versions=(0x0304,),
    groups=(0x001D, 0x0017, 0x0018, 0x0019, 0x001E),
    sni=None,
)
SERVER_HELLO = replace(HELLO, ciphers=(0xC02F,), extensions=(), groups=(), signature_algorithms=(), sni=None)


class Story:
    """What the lines told so far."""

    def __init__(self) -> None:
        self.frame = 0
        self.time = NOW.timestamp()
        self.messages: list[Message] = []
        self.alerts: list[Alert] = []
        self.ending = Ending()
        self.data = [0, 0]
        self.bytes = [0, 0]
        self.places: dict[str, int] = {}

    def line(self, text: str) -> None:
        words = text.split()
        if words[0] == "wait":
            self.time += float(words[1])
            return
        self.frame += 1
        self.time += 0.001
        side = SIDES[words[0]]
        for word in words[1:]:
            self.word(side, word)

    def word(self, side: Side, word: str) -> None:
        place = side == "server"
        if word == "syn":
            return
        if word == "fin":
            if self.ending.first_fin is None:
                self.ending = replace(self.ending, first_fin=side, fin_frame=self.frame, why="closed")
        elif word == "rst":
            if self.ending.first_rst is None:
                self.ending = replace(self.ending, first_rst=side, rst_frame=self.frame, why="closed")
        else:
            self.bytes[place] += 100
            self.said(side, word)

    def said(self, side: Side, word: str) -> None:
        if word[0] in "!~?":
            self.alert(side, word)
        elif word.isdigit():
            self.message(side, "application_data", int(word))
        elif word == "data":
            self.data[side == "server"] += 1
            self.message(side, "application_data", 100)
        elif word != "bytes":
            self.message(side, "client_hello" if word == "hello" else word, 50)

    def alert(self, side: Side, word: str) -> None:
        code = int(word[1:]) if word[1:] else None
        name = alert_name(code) if code is not None else None
        level = {"!": "fatal", "~": "warning", "?": None}[word[0]]
        self.message(side, "alert" if code is not None else "encrypted_alert", 2)
        self.alerts.append(
            Alert(side, level, code, name, self.frame, self.time, encrypted=code is None)  # type: ignore[arg-type]
        )

    def message(self, side: Side, kind: str, length: int) -> None:
        self.messages.append(Message(side, kind, self.frame, self.time, length))
        self.places.setdefault(kind, self.frame)


def play(
    *lines: str,
    hello: Hello = HELLO,
    version: int | None = None,
    chain: tuple[Certificate, ...] = (),
    client_chain: tuple[Certificate, ...] = (),
    authorities: tuple[str, ...] = (),
    server_hello: Hello = SERVER_HELLO,
    quality: Quality | None = None,
    ending: dict[str, Any] | None = None,
    **more: Any,
) -> Handshake:
    """The handshake that the lines tell. ``more`` are fields of it, taken as they are."""
    story = Story()
    for line in lines:
        story.line(line)
    places = story.places
    hello_frame = places.get("client_hello", places.get("ssl2_client_hello"))
    server_frame = places.get("server_hello")
    start = NOW.timestamp()
    wanted = CertificateWanted((1, 64), (0x0401,), authorities, places.get("certificate_request", 0))
    handshake = Handshake(
        file="play.pcap",
        client=Endpoint("192.0.2.1", 50000),
        server=Endpoint("192.0.2.2", 992),
        start=start,
        end=story.time,
        first_frame=1,
        last_frame=story.frame,
        starttls=None,
        starttls_refused=None,
        client_hello=replace(hello, frame=hello_frame) if hello_frame else None,
        second_client_hello=None,
        server_hello=replace(server_hello, frame=server_frame) if server_frame else None,
        hello_retry=False,
        version=(version or 0x0303) if server_frame else None,
        messages=tuple(story.messages),
        certificates=(*_seen("server", chain, places), *_seen("client", client_chain, places)),
        certificate_wanted=wanted if "certificate_request" in places else None,
        client_certificate_given=None,
        alerts=tuple(story.alerts),
        resumed=False if server_frame else None,
        resumed_by=None,
        renegotiated=False,
        application_data=(story.data[0], story.data[1]),
        ending=replace(story.ending, **(ending or {})),
        quality=quality or Quality(a_bytes=story.bytes[0], b_bytes=story.bytes[1]),
        oddities=(),
        rtt=0.0005,
        duration=None,
        opened=("syn", "syn_ack", "ack"),
        syns=1,
    )
    return replace(handshake, **more)


def _seen(side: Side, chain: tuple[Certificate, ...], places: dict[str, int]) -> list[CertificateSeen]:
    return [CertificateSeen(side, certificate.der, places.get("certificate", 0)) for certificate in chain]


def certificate(subject: str, issuer: str = "", **more: Any) -> Certificate:
    """A certificate by its common name, without a name for the issuer signed by itself; good until told."""
    issuer = issuer or subject
    values: dict[str, Any] = {
        "subject": f"CN={subject}",
        "issuer": f"CN={issuer}",
        "subject_der": subject.encode(),
        "issuer_der": issuer.encode(),
        "serial": 1,
        "not_before": NOW - timedelta(days=100),
        "not_after": NOW + timedelta(days=100),
        "key": "RSA 2048",
        "key_bits": 2048,
        "signature": "sha256WithRSAEncryption",
        "signature_hash": "sha256",
        "sha256": "00" * 32,
        "der": f"{subject} by {issuer} {sorted(more)}".encode(),
        "dns_names": ("tls.example.test",),
    }
    return Certificate(**{**values, **more})


LEAF = certificate("tls.example.test", "Example Root")
ISSUED = certificate("tls.example.test", "Example Issuing CA")
ISSUING = certificate("Example Issuing CA", "Example Root", is_ca=True)
ROOT = certificate("Example Root", is_ca=True)
EXPIRED = certificate("tls.example.test", "Example Root", not_after=NOW - timedelta(days=5))
FUTURE = certificate("tls.example.test", "Example Root", not_before=NOW + timedelta(days=5))
SELF = certificate("tls.example.test")


@cache
def chain_of_two(name: str = "tls.example.test") -> tuple[tuple[Certificate, ...], tuple[Certificate, ...]]:
    """A real leaf with its root; the same leaf with another root of the same name."""
    leaf_key, root_key, other_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    leaf = made(name, leaf_key, "Root", root_key)
    wrong = made("Root", other_key, "Root", other_key)
    return (leaf, made("Root", root_key, "Root", root_key)), (leaf, wrong)


def made(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey
) -> Certificate:
    """A real certificate."""
    start = (NOW - timedelta(days=1)).astimezone(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
    )
    return parse(builder.sign(signer, hashes.SHA256()).public_bytes(Encoding.DER))
