"""Private keys as PKCS#8 PrivateKeyInfo: loaded, compared, written. Plain bytes in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssldiag.keydb import der
from ssldiag.keydb.store import StoreError, WrongPassword

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import (
        CertificateIssuerPrivateKeyTypes,
        PrivateKeyTypes,
    )

BAD_KEY = "the private key cannot be read"
# An RSA key of 8192 bits has 4.7 KB; checking one takes time with the third power of its length.
LONGEST = 8 * 1024


def load(key: bytes) -> CertificateIssuerPrivateKeyTypes:
    """The key as ``cryptography`` has it. Raises :class:`StoreError` if it is none that can sign."""
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    if len(key) > LONGEST:
        raise StoreError(f"{BAD_KEY}: it is too long")
    try:
        found = load_der_private_key(key, None)
    except Exception as error:  # whatever the library finds to raise is the file's fault
        raise StoreError(BAD_KEY) from error
    kinds = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, dsa.DSAPrivateKey)
    if isinstance(found, (*kinds, ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        return found
    raise StoreError(f"{BAD_KEY}: it is of a kind that cannot sign")


def load_pem(data: bytes, password: bytes | None) -> bytes:
    """A private key block in PEM as PrivateKeyInfo. Raises :class:`StoreError`."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    loader = load_ssh_private_key if b"OPENSSH" in data[:40] else load_pem_private_key
    try:
        return pkcs8(loader(data, password))
    except Exception as error:  # as above
        if password is not None:
            raise WrongPassword("the password does not open its private key, or it is damaged") from error
        raise StoreError(BAD_KEY) from error


def pkcs8(key: PrivateKeyTypes) -> bytes:
    """PrivateKeyInfo (RFC 5958), not encrypted."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def pem_of(key: bytes) -> bytes:
    """PrivateKeyInfo in PEM, not encrypted."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return load(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def spki(key: bytes) -> bytes:
    """The SubjectPublicKeyInfo that belongs to a private key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return load(key).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def certificate_spki(data: bytes) -> bytes:
    """The SubjectPublicKeyInfo in a certificate (RFC 5280 4.1.2.7), as it lies there.

    It is the seventh part of the body, the sixth where the version is left out; empty for rubbish.
    """
    try:
        parts = der.children(der.first(der.read(data), "a certificate"))
        return parts[6 if parts[0].tag == 0xA0 else 5].raw
    except (der.DerError, IndexError):
        return b""
