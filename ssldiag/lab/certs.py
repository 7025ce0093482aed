"""Certificates of the lab: an authority of its own, a stranger, and what they sign; sound ones and others."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography import x509

ORGANISATION = "Reference pool"
NAMES = ("localhost", "127.0.0.1", "::1")
DAYS = 365


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any = field(repr=False)

    @property
    def der(self) -> bytes:
        """The certificate."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pkcs8(self) -> bytes:
        """The key as PrivateKeyInfo."""
        from ssldiag.keydb.store_keys import pkcs8

        return pkcs8(self.key)

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def both(self) -> bytes:
        """The certificate and the key in PEM."""
        from ssldiag.keydb.store_keys import pem_of

        return self.pem + pem_of(self.pkcs8)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a certificate is to be: ``begins`` and ``ends`` in days from now."""

    subject: str = "localhost"
    names: tuple[str, ...] = NAMES
    key: str = "p256"
    usage: str = "server"
    begins: float = -1
    ends: float = DAYS


def new_key(kind: str) -> Any:
    """A private key: rsa1024, rsa2048, rsa4096, p256 or p384."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))
    return ec.generate_private_key(ec.SECP256R1() if kind == "p256" else ec.SECP384R1())


def made(wanted: Wanted, issuer: Identity | None, now: datetime) -> Identity:
    """A certificate with a new key, signed by ``issuer``, by itself for None (RFC 5280)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    key = new_key(wanted.key)
    subject = name(wanted.subject)
    signer = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=wanted.begins))
        .not_valid_after(now + timedelta(days=wanted.ends))
    )
    for extension, critical in extensions(wanted, key, signer):
        builder = builder.add_extension(extension, critical)
    return Identity(builder.sign(signer, hashes.SHA256()), key)


def name(common: str) -> x509.Name:
    """A subject of our organisation."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def extensions(wanted: Wanted, key: Any, signer: Any) -> list[tuple[x509.ExtensionType, bool]]:
    """RFC 5280 4.2.1: what a certificate of this usage says, and what of it is critical."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    authority = wanted.usage == "ca"
    rsa = wanted.key.startswith("rsa") and not authority
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(authority, None), True),
        (
            x509.KeyUsage(not authority, False, rsa, False, False, authority, authority, False, False),
            True,
        ),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False),
    ]
    if not authority:
        oids = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
        found.append((x509.ExtendedKeyUsage([oids[wanted.usage]]), False))
        found.append((x509.SubjectAlternativeName([general(text) for text in wanted.names]), False))
    return found


def general(text: str) -> x509.GeneralName:
    """A host name or an address."""
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def authority(common: str, now: datetime, issuer: Identity | None = None) -> Identity:
    """A CA for ten years, or for as long as an intermediate one usually is."""
    return made(Wanted(common, key="p256", usage="ca", ends=1800 if issuer else 3650), issuer, now)
