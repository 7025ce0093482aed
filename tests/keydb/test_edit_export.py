"""What leaves a database, read by OpenSSL and by ssldiag itself."""

from __future__ import annotations

import os
import ssl
import subprocess
from pathlib import Path

import pytest

from ssldiag.keydb import read, store_read, store_request
from ssldiag.keydb.choices import Form
from ssldiag.keydb.edit_export import Wish, exported
from ssldiag.keydb.store import StoreError

from .stores import full, record


def export(label: str, **wishes: object) -> bytes:
    return exported(full(), label, Wish(**wishes), os.urandom)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", list(Form))
def test_certificate_alone(form: Form) -> None:
    data = export("TLSCERT1", form=form, password=b"pw" if form is Form.PKCS12 else None)
    found = read.read(data, "x", b"pw")
    assert [one.certificate.der for one in found.entries if one.certificate] == [
        record("TLSCERT1").certificate
    ]
    assert not found.entries[0].has_private_key
    assert found.private_keys == ()


@pytest.mark.parametrize("form", [Form.PEM, Form.PKCS7, Form.PKCS12])
def test_with_chain(form: Form) -> None:
    data = export("TLSCERT1", form=form, with_chain=True, password=b"pw" if form is Form.PKCS12 else None)
    found = read.read(data, "x", b"pw")
    assert [one.subject for one in found.entries] == ["CN=zvm1,O=Example", "CN=Root CA"]
    assert found.private_keys == ()


def test_key_as_pem(tmp_path: Path) -> None:
    for password in (None, b"pw"):
        file = tmp_path / "x.pem"
        file.write_bytes(export("TLSCERT1", with_key=True, with_chain=True, password=password))
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, password=password)
        assert (b"BEGIN ENCRYPTED" in file.read_bytes()) is (password is not None)


def test_key_as_pkcs12() -> None:
    data = export("TLSCERT1", form=Form.PKCS12, with_key=True, with_chain=True, password=b"pw")
    own, issuer = store_read.read(data, b"pw").records
    assert own == record("TLSCERT1")
    assert (issuer.label, issuer.key) == ("Root CA", None)
    assert read.read(data, "x").needs_password


def test_openssl_reads_pkcs7(openssl: str) -> None:
    data = export("TLSCERT1", form=Form.PKCS7, with_chain=True)
    words = [openssl, "pkcs7", "-inform", "der", "-print_certs", "-noout"]
    done = subprocess.run(words, input=data, capture_output=True, check=True)
    assert done.stdout.count(b"subject=") == 2


def test_request() -> None:
    assert export("NEWREQ", form=Form.DER) == record("NEWREQ").request
    assert store_request.read(export("NEWREQ")) == record("NEWREQ").request


@pytest.mark.parametrize(
    ("label", "wish", "why"),
    [
        ("NEWREQ", Wish(with_key=True), "key stays here"),
        ("NEWREQ", Wish(Form.PKCS12, password=b"x"), "as pem or der"),
        ("TLSCERT1", Wish(Form.DER, with_key=True), "cannot be exported as der"),
        ("TLSCERT1", Wish(Form.PKCS7, with_key=True), "cannot be exported as pkcs7"),
        ("TLSCERT1", Wish(Form.PKCS12, with_key=True), "needs a password"),
        ("X", Wish(), "no label"),
    ],
)
def test_refused(label: str, wish: Wish, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        exported(full(), label, wish, os.urandom)
