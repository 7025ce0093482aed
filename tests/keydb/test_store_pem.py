"""PEM bundles with keys of all kinds, and keys made to take long."""

from __future__ import annotations

import base64
import time

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import store_pem
from ssldiag.keydb.pbe import Password
from ssldiag.keydb.store import StoreError, WrongPassword
from ssldiag.keydb.store_p12 import decrypted
from ssldiag.keydb.write_der import NULL, integer, octets, oid, sequence

from .makers import Authority, block, ec_key


@pytest.fixture(scope="module")
def leaf() -> bytes:
    return block("CERTIFICATE", Authority().issue())


@pytest.mark.parametrize(
    ("form", "password"),
    [
        (PrivateFormat.PKCS8, None),
        (PrivateFormat.TraditionalOpenSSL, None),
        (PrivateFormat.OpenSSH, None),
        (PrivateFormat.PKCS8, b"pw"),
        (PrivateFormat.TraditionalOpenSSL, b"pw"),
    ],
)
def test_forms_of_keys(leaf: bytes, form: PrivateFormat, password: bytes | None) -> None:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    data = leaf + ec_key().private_bytes(Encoding.PEM, form, encryption)
    (one,) = store_pem.read(data, password).records
    assert one.key is not None
    if password:
        for wrong in (None, b"other"):
            with pytest.raises(WrongPassword):
                store_pem.read(data, wrong)


def test_ebcdic(leaf: bytes) -> None:
    key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    data = (b"friendlyName: TLSCERT1\n" + leaf + key).decode("ascii").encode("cp037")
    (one,) = store_pem.read(data, None).records
    assert (one.label, one.key is not None) == ("TLSCERT1", True)


def test_rounds_are_bounded(leaf: bytes) -> None:
    """2 000 000 000 rounds would take ten minutes."""
    kdf = sequence(
        oid("1.2.840.113549.1.5.12"),
        sequence(octets(b"salt"), integer(2_000_000_000), sequence(oid("1.2.840.113549.2.9"), NULL)),
    )
    cipher = sequence(oid("2.16.840.1.101.3.4.1.42"), octets(b"v" * 16))
    hidden = sequence(sequence(oid("1.2.840.113549.1.5.13"), sequence(kdf, cipher)), octets(b"x" * 64))
    started = time.process_time()
    with pytest.raises(StoreError, match="out of bounds"):
        store_pem.read(leaf + block("ENCRYPTED PRIVATE KEY", hidden), b"pw")
    assert time.process_time() - started < 20


def test_encrypted_openssh_keys_are_not_read(leaf: bytes) -> None:
    words = (b"aes256-ctr", b"bcrypt", (4).to_bytes(4) + b"salt" + (2**31).to_bytes(4))
    key = b"openssh-key-v1\0" + b"".join(len(word).to_bytes(4) + word for word in words)
    with pytest.raises(StoreError):
        store_pem.read(leaf + block("OPENSSH PRIVATE KEY", key + (1).to_bytes(4) + bytes(200)), b"pw")


def test_long_keys_are_not_read(leaf: bytes) -> None:
    for size in (9_000, 20_000):
        with pytest.raises(StoreError):
            store_pem.read(leaf + block("PRIVATE KEY", sequence(octets(b"x" * size))), None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"]))
def test_any_key_gives_a_value_or_the_one_error(data: bytes, word: str) -> None:
    text = base64.b64encode(data).decode()
    with pytest.raises(StoreError):
        store_pem.read(f"-----BEGIN {word}-----\n{text}\n-----END {word}-----\n".encode(), b"pw")


def test_what_is_decrypted_is_a_key() -> None:
    key = ec_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))
    assert decrypted(key, Password(b"pw"))[:1] == b"\x30"
