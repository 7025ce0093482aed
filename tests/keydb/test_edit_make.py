"""New keys, requests and certificates, checked with ``cryptography`` and OpenSSL."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from ssldiag.keydb import certificate as reader
from ssldiag.keydb import edit_make, store_keys
from ssldiag.keydb.choices import Hash, KeyKind, Purpose
from ssldiag.keydb.edit_make import Issuer, Wanted
from ssldiag.keydb.store import StoreError

from .makers import NOW, ec_key, rdn
from .stores import full, record, wanted


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (KeyKind.RSA_2048, "RSA 2048"),
        (KeyKind.P_256, "EC P-256"),
        (KeyKind.P_384, "EC P-384"),
        (KeyKind.P_521, "EC P-521"),
    ],
)
def test_keys(kind: KeyKind, words: str) -> None:
    key = edit_make.generate(kind)
    want = Wanted("CN=x", kind=kind, purpose=Purpose.CA)
    made = edit_make.certificate(want, edit_make.holder(want, key), Issuer(None, key), NOW)
    found = reader.parse(made)
    assert (found.key, found.defects, found.is_ca) == (words, (), True)
    digests = {KeyKind.P_384: "sha384", KeyKind.P_521: "sha512"}
    assert found.signature_hash == digests.get(kind, "sha256")
    assert reader.signed_by(found, found)


@pytest.mark.parametrize("digest", list(Hash))
def test_hashes(digest: Hash) -> None:
    key = edit_make.generate(KeyKind.P_256)
    data = edit_make.request(Wanted("CN=x", digest=digest), key)
    algorithm = x509.load_der_x509_csr(data).signature_hash_algorithm
    assert algorithm is not None and algorithm.name == digest.value


def test_a_server() -> None:
    found = record("TLSCERT1").parsed
    assert (found.dns_names, found.ip_addresses) == (("zvm1.example.test",), ("127.0.0.1",))
    assert found.extended_key_usage == frozenset({"serverAuth"})
    assert found.key_usage == frozenset({"digitalSignature"})
    assert found.is_ca is False
    assert found.subject == "CN=zvm1,O=Example"
    assert (found.not_before, found.not_after) == (NOW, NOW + timedelta(days=365))
    assert found.authority_key_id == record("Root CA").parsed.subject_key_id
    assert found.defects == ()


def test_rsa_may_transport_keys() -> None:
    key = edit_make.generate(KeyKind.RSA_2048)
    want = Wanted("CN=x")
    made = edit_make.certificate(want, edit_make.holder(want, key), Issuer(None, key), NOW)
    assert reader.parse(made).key_usage == frozenset({"digitalSignature", "keyEncipherment"})


def test_a_client() -> None:
    assert record("user one").parsed.extended_key_usage == frozenset({"clientAuth"})


def test_openssl_agrees(openssl: str, tmp_path: Path) -> None:
    for name in ("Root CA", "TLSCERT1", "user one"):
        (tmp_path / name).write_bytes(
            x509.load_der_x509_certificate(record(name).certificate or b"").public_bytes(Encoding.PEM)
        )
    for purpose, good, bad in (
        ("sslserver", "TLSCERT1", "user one"),
        ("sslclient", "user one", "TLSCERT1"),
    ):
        words = [openssl, "verify", "-attime", str(int(NOW.timestamp()) + 60), "-x509_strict"]
        words += ["-CAfile", "Root CA", "-purpose", purpose]
        for name, code in ((good, 0), (bad, 2)):
            done = subprocess.run([*words, name], cwd=tmp_path, capture_output=True, check=False)
            assert done.returncode == code, done.stderr


def test_openssl_reads_the_request(openssl: str) -> None:
    want = Wanted("CN=new,O=Größe", ("a.example.test", "192.0.2.1", "EMAIL:a@b.example", "URI:ldap://x"))
    data = edit_make.request(want, edit_make.generate(KeyKind.P_384))
    words = [openssl, "req", "-inform", "der", "-noout", "-verify", "-text", "-nameopt", "utf8"]
    done = subprocess.run(words, input=data, capture_output=True, check=True)
    text = done.stdout.decode()
    for word in ("O=Größe, CN=new", "DNS:a.example.test", "IP Address:192.0.2.1", "email:a@b.example"):
        assert word in text.replace(" = ", "=")
    holder = edit_make.requester(data)
    assert holder.names == ("DNS:a.example.test", "IP:192.0.2.1", "EMAIL:a@b.example", "URI:ldap://x")


def test_a_request_cannot_make_itself_a_ca() -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(rdn("greedy"))
    builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
    data = builder.sign(ec_key(), hashes.SHA256()).public_bytes(Encoding.DER)
    root = record("Root CA")
    issuer = Issuer(root.certificate, root.key or b"")
    made = edit_make.certificate(wanted(""), edit_make.requester(data), issuer, NOW)
    assert reader.parse(made).is_ca is False
    assert reader.parse(made).subject == "CN=greedy,O=Example,C=DE"


def test_a_request_that_is_not_sound() -> None:
    data = bytearray(record("NEWREQ").request or b"")
    data[-1] ^= 1
    with pytest.raises(StoreError):
        edit_make.requester(bytes(data))
    with pytest.raises(StoreError, match="cannot be read"):
        edit_make.requester(b"rubbish")


def test_an_issuer_that_brings_its_own_hash() -> None:
    key = store_keys.pkcs8(ed25519.Ed25519PrivateKey.generate())
    want = Wanted("CN=x", purpose=Purpose.CA)
    made = edit_make.certificate(want, edit_make.holder(want, key), Issuer(None, key), NOW)
    assert reader.parse(made).signature == "Ed25519"
    assert load_der_private_key(key, None) is not None


def test_dates() -> None:
    root = record("Root CA")
    owner = edit_make.holder(wanted("CN=x"), record("TLSCERT1").key or b"")
    issuer = Issuer(root.certificate, root.key or b"")
    made = reader.parse(edit_make.certificate(wanted("CN=x", days=9000), owner, issuer, NOW))
    assert made.not_after == root.parsed.not_after
    with pytest.raises(StoreError, match="has expired"):
        edit_make.certificate(wanted("CN=x"), owner, issuer, NOW + timedelta(days=5000))
    for days in (0, 36_501):
        with pytest.raises(StoreError, match="1 to 36500 days"):
            edit_make.certificate(wanted("CN=x", days=days), owner, issuer, NOW)
    assert full() is full()
