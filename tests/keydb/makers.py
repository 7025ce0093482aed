"""Certificates and key databases made for tests: sound ones by ``cryptography``, broken ones byte by byte."""

from __future__ import annotations

import base64
import hashlib
import struct
import textwrap
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import IPv4Address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START, END = NOW - timedelta(days=10), NOW + timedelta(days=355)


def tlv(tag: int, *parts: bytes) -> bytes:
    """A DER element around the parts."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def number(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = b""
    for part in (first * 40 + second, *rest):
        octets = [part & 0x7F]
        while part := part >> 7:
            octets.insert(0, part & 0x7F | 0x80)
        out += bytes(octets)
    return tlv(0x06, out)


def name(*attributes: tuple[str, int, bytes]) -> bytes:
    """A Name of one attribute an RDN: type, tag of the string, its bytes."""
    return sequence(*(tlv(0x31, sequence(oid(kind), tlv(tag, value))) for kind, tag, value in attributes))


CN = "2.5.4.3"
SUBJECT = name((CN, 0x0C, b"broken.example.test"))
ISSUER = name((CN, 0x0C, b"Broken CA"))
VALIDITY = sequence(tlv(0x17, b"260101000000Z"), tlv(0x17, b"270101000000Z"))
SHA256_RSA = sequence(oid("1.2.840.113549.1.1.11"), tlv(0x05))


@cache
def ec_key(curve: str = "secp256r1") -> ec.EllipticCurvePrivateKey:
    """The same key for the same curve, all through the run."""
    return ec.generate_private_key(getattr(ec, curve.upper())())


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def public_key() -> bytes:
    return ec_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def raw_certificate(
    *,
    version: bytes = tlv(0xA0, number(2)),
    serial: bytes = number(0x1234),
    algorithm: bytes = SHA256_RSA,
    issuer: bytes = ISSUER,
    validity: bytes = VALIDITY,
    subject: bytes = SUBJECT,
    key: bytes | None = None,
    extensions: bytes = b"",
    outer_algorithm: bytes | None = None,
    signature: bytes = tlv(0x03, b"\0" + b"\x5a" * 64),
) -> bytes:
    """A certificate of any parts; nobody signed it."""
    body = sequence(
        version,
        serial,
        algorithm,
        issuer,
        validity,
        subject,
        public_key() if key is None else key,
        extensions,
    )
    return sequence(body, algorithm if outer_algorithm is None else outer_algorithm, signature)


def extensions(*items: tuple[str, bool, bytes]) -> bytes:
    """The [3] field: number, critical, content."""
    encoded = (
        sequence(oid(kind), tlv(0x01, b"\xff") if critical else b"", tlv(0x04, value))
        for kind, critical, value in items
    )
    return tlv(0xA3, sequence(*encoded))


def rdn(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


class Authority:
    """A CA that issues certificates; ``der`` is its own."""

    def __init__(
        self,
        common_name: str = "Test Root",
        parent: Authority | None = None,
        *,
        start: datetime = START,
        end: datetime = END,
        is_ca: bool = True,
        curve: str = "secp256r1",
    ) -> None:
        self.name = rdn(common_name)
        self.key = ec.generate_private_key(getattr(ec, curve.upper())())
        signer = parent or self
        builder = signer.builder(self.name, self.key, start, end)
        builder = builder.add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        self.certificate = builder.sign(signer.key, hashes.SHA256())
        self.der = self.certificate.public_bytes(Encoding.DER)

    def builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )

    def issue(
        self, common_name: str = "server.example.test", *, start: datetime = START, end: datetime = END
    ) -> bytes:
        """A server certificate with every extension that is looked at, in DER."""
        usage = x509.KeyUsage(True, False, True, False, False, False, False, False, False)
        names = x509.SubjectAlternativeName(
            [x509.DNSName(common_name), x509.IPAddress(IPv4Address("192.0.2.10"))]
        )
        builder = (
            self.builder(rdn(common_name), ec_key(), start, end)
            .add_extension(x509.BasicConstraints(False, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(names, critical=False)
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def request(common_name: str = "new.example.test") -> bytes:
    """A certification request in DER."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(rdn(common_name))
    return builder.sign(ec_key(), hashes.SHA256()).public_bytes(Encoding.DER)


def bundle(*certificates: bytes) -> bytes:
    """PKCS#7 signed data that carries certificates and signs nothing."""
    content = sequence(oid("1.2.840.113549.1.7.1"))
    signed = sequence(number(1), tlv(0x31), content, tlv(0xA0, *certificates), tlv(0x31))
    return sequence(oid("1.2.840.113549.1.7.2"), tlv(0xA0, signed))


def block(word: str, data: bytes, end: bool = True) -> bytes:
    """A PEM block, or one whose END is missing."""
    lines = textwrap.wrap(base64.b64encode(data).decode(), 64)
    return "\n".join([f"-----BEGIN {word}-----", *lines, f"-----END {word}-----" if end else "", ""]).encode()


# What stands for an encrypted private key: long enough to be found again if it ever leaked.
SECRET = b"THIS IS THE ENCRYPTED PRIVATE KEY"
ENCRYPTED_KEY = sequence(sequence(oid("1.2.840.113549.1.12.5.1.3")), tlv(0x04, SECRET))
TRUSTED, TRUSTED_DEFAULT, NO_FLAGS = b"\x07\x80", b"\x06\xc0", b"\x00"


def structure(
    content: bytes,
    label: bytes = b"LABEL",
    *,
    kind: int = 0xA1,
    number_inside: int = 1,
    flags: bytes = TRUSTED,
    key: bytes = ENCRYPTED_KEY,
) -> bytes:
    """The DER structure of a record: A1 signer, A2 personal, A0 request."""
    body = tlv(kind, content) if kind == 0xA1 else tlv(kind, sequence(content, key))
    return sequence(number(number_inside), body, tlv(0x1A, label), tlv(0x03, flags))


def digests(der: bytes) -> list[bytes]:
    """The five of a certificate, worked out with ``cryptography`` and not with the reader."""
    certificate = x509.load_der_x509_certificate(der)
    issuer = certificate.issuer.public_bytes()
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pieces = [
        tlv(0x03, b"\0" + certificate.signature),
        certificate.tbs_certificate_bytes,
        certificate.subject.public_bytes(),
        key,
        sequence(issuer, number(certificate.serial_number)),
    ]
    return [hashlib.sha1(piece).digest() for piece in pieces]


def index(label: bytes, found: list[bytes]) -> bytes:
    """Label, empty field, digests; a request has no empty field and one digest."""
    fields = [label, b"", *found] if len(found) != 1 else [label, *found]
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def slot(der: bytes, behind: bytes = b"", *, state: int = 1, record: int = 1, length: int = 5000) -> bytes:
    """A record slot of ``length`` bytes."""
    return (struct.pack(">III", state, record, len(der)) + der + behind).ljust(length, b"\0")


def signer(der: bytes, label: bytes = b"LABEL", record: int = 1, flags: bytes = TRUSTED) -> bytes:
    """A sound slot with a signer."""
    return slot(
        structure(der, label, number_inside=record, flags=flags), index(label, digests(der)), record=record
    )


def personal(der: bytes, label: bytes = b"LABEL", record: int = 1, flags: bytes = TRUSTED) -> bytes:
    """A sound slot with a personal certificate."""
    inside = structure(der, label, kind=0xA2, number_inside=record, flags=flags)
    return slot(inside, index(label, digests(der)), record=record)


def database(
    *slots: bytes,
    version: int = 3,
    kind: bytes = b"X509KEY",
    expires: int = 0,
    magic: bytes = b"\x37\x48",
    length: int = 5000,
    count: int | None = None,
) -> bytes:
    """A whole file; the check values, which need the password, are made up."""
    head = struct.pack(
        ">2sBBI8sII",
        magic,
        version,
        2 if kind == b"X509KEY" else 1,
        expires,
        kind,
        length,
        len(slots) if count is None else count,
    )
    return head.ljust(88 if version == 4 else 80, b"\xaa") + b"".join(slots)
