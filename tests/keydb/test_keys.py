"""What keys and signatures are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ed448, ed25519, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ssldiag.keydb import der, keys

from .makers import ec_key, number, oid, rsa_key, sequence, tlv


def spki(key: Any) -> der.Element:
    return der.read(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.parametrize(
    ("make", "word", "bits"),
    [
        (rsa_key, "RSA 2048", 2048),
        (lambda: rsa_key(1024), "RSA 1024", 1024),
        (lambda: ec_key("secp256r1"), "EC P-256", 256),
        (lambda: ec_key("secp384r1"), "EC P-384", 384),
        (lambda: ec_key("secp521r1"), "EC P-521", 521),
        (lambda: ec_key("secp256k1"), "EC secp256k1", 256),
        (ed25519.Ed25519PrivateKey.generate, "Ed25519", 256),
        (ed448.Ed448PrivateKey.generate, "Ed448", 456),
        (x25519.X25519PrivateKey.generate, "X25519", 256),
        (lambda: dsa.generate_private_key(1024), "DSA 1024", 1024),
    ],
)
def test_keys_of_cryptography(make: Callable[[], Any], word: str, bits: int) -> None:
    assert keys.public_key(spki(make())) == (word, bits)


def public(algorithm: bytes, content: bytes) -> der.Element:
    return der.read(sequence(algorithm, tlv(0x03, b"\0" + content)))


def test_huge_rsa_key() -> None:
    modulus = number(2**20000 + 1)
    key = public(sequence(oid("1.2.840.113549.1.1.1"), tlv(0x05)), sequence(modulus, number(3)))
    assert keys.public_key(key) == ("RSA 20001", 20001)


def test_unknown_algorithm_and_curve() -> None:
    assert keys.public_key(public(sequence(oid("1.2.3.4")), b"x")) == ("unknown key type 1.2.3.4", None)
    curve = sequence(oid("1.2.840.10045.2.1"), oid("1.2.3.5"))
    assert keys.public_key(public(curve, b"\x04" + bytes(64))) == ("EC curve 1.2.3.5", None)


def test_curve_written_out() -> None:
    curve = sequence(oid("1.2.840.10045.2.1"), sequence(number(1)))
    assert keys.public_key(public(curve, b"\x04" + bytes(64))) == ("EC explicit parameters", 256)


def test_dsa_with_inherited_parameters() -> None:
    assert keys.public_key(public(sequence(oid("1.2.840.10040.4.1")), b"x")) == ("DSA", None)


@pytest.mark.parametrize(
    "data",
    [
        b"\x05\x00",
        sequence(),
        sequence(sequence(), tlv(0x03, b"\0")),
        sequence(sequence(oid("1.2.840.113549.1.1.1")), tlv(0x03, b"\0rubbish")),
        sequence(sequence(oid("1.2.840.113549.1.1.1")), tlv(0x04, b"x")),
    ],
)
def test_broken_keys(data: bytes) -> None:
    with pytest.raises(der.DerError):
        keys.public_key(der.read(data))


PSS = "1.2.840.113549.1.1.10"
SHA384 = sequence(oid("2.16.840.1.101.3.4.2.2"))


@pytest.mark.parametrize(
    ("algorithm", "found"),
    [
        (sequence(oid("1.2.840.113549.1.1.11"), tlv(0x05)), ("sha256WithRSAEncryption", "sha256")),
        (sequence(oid("1.2.840.10045.4.3.3")), ("ecdsa-with-SHA384", "sha384")),
        (sequence(oid("1.3.101.112")), ("Ed25519", None)),
        (sequence(oid(PSS), sequence()), ("rsassaPss", "sha1")),
        (sequence(oid(PSS), sequence(tlv(0xA0, SHA384))), ("rsassaPss", "sha384")),
        (sequence(oid(PSS)), ("rsassaPss", "sha1")),
        (sequence(oid("1.2.3.4")), ("1.2.3.4", None)),
    ],
)
def test_signatures(algorithm: bytes, found: tuple[str, str | None]) -> None:
    assert keys.signature(der.read(algorithm)) == found


@pytest.mark.parametrize("data", [sequence(), tlv(0x05), sequence(oid(PSS), sequence(tlv(0xA0)))])
def test_broken_signatures(data: bytes) -> None:
    with pytest.raises(der.DerError):
        keys.signature(der.read(data))
