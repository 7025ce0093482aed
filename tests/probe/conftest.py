"""Certificates that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.keydb.makers import END, START, rsa_key
from tests.wire.peers import Pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """A CA, and a server's certificate with an EC key."""
    return Pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def rsa_own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate with an RSA key, and the key, in one file."""
    key, name = rsa_key(), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server.example.test")])
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), 7, START, END)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("server.example.test")]), critical=False)
        .add_extension(x509.BasicConstraints(False, None), critical=True)
    )
    path = tmp_path_factory.mktemp("rsa") / "own.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + builder.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return path
