"""Private keys: loaded, compared, and rubbish refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ssldiag.keydb import store_keys
from ssldiag.keydb.store import StoreError, WrongPassword

from .makers import Authority, ec_key, public_key, raw_certificate


@pytest.mark.parametrize(
    "form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL, PrivateFormat.OpenSSH]
)
def test_forms(form: PrivateFormat) -> None:
    data = ec_key().private_bytes(Encoding.PEM, form, NoEncryption())
    assert store_keys.spki(store_keys.load_pem(data, None)) == public_key()


def test_encrypted() -> None:
    data = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))
    assert store_keys.spki(store_keys.load_pem(data, b"pw")) == public_key()
    with pytest.raises(WrongPassword):
        store_keys.load_pem(data, b"other")
    with pytest.raises(StoreError):
        store_keys.load_pem(data, None)


def test_rubbish() -> None:
    with pytest.raises(StoreError):
        store_keys.load(b"rubbish")
    with pytest.raises(StoreError):
        store_keys.load_pem(b"rubbish", None)
    key = x25519.X25519PrivateKey.generate()
    with pytest.raises(StoreError, match="cannot sign"):
        store_keys.load(store_keys.pkcs8(key))
    assert store_keys.certificate_spki(b"rubbish") == b""
    assert store_keys.certificate_spki(b"\x30\x02\x30\x00") == b""


def test_public_keys_of_certificates() -> None:
    assert store_keys.certificate_spki(Authority().issue()) == public_key()
    assert store_keys.certificate_spki(raw_certificate(version=b"")) == public_key()
