"""PEM: bundles with text around, other encodings, and keys that are only noted."""

from __future__ import annotations

import pickle

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs7,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import pem
from ssldiag.keydb.model import NotAKeyDatabase

from .makers import Authority, block, bundle, ec_key, request, sequence, tlv


def private_key(form: PrivateFormat, encryption: KeySerializationEncryption) -> bytes:
    return ec_key().private_bytes(Encoding.PEM, form, encryption)


ROOT = "CN=Test Root,O=Example,C=DE"


def test_bundle_with_text_around(authority: Authority) -> None:
    data = b"# the root\r\n" + block("CERTIFICATE", authority.der).replace(b"\n", b"\r\n") + b"\ntext: more\n"
    data += block("X509 CERTIFICATE", authority.issue()) + block("NEW CERTIFICATE REQUEST", request())
    found = pem.read(data, "x.pem")
    assert [(entry.kind, entry.record) for entry in found.entries] == [
        ("signer", 1),
        ("signer", 2),
        ("request", 3),
    ]
    assert [entry.offset for entry in found.entries][:1] == [12]
    assert (found.format, found.records, found.problems) == ("pem", 3, ())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.decode().encode("cp037"),
        lambda data: data.decode().replace("\n", "\x85").encode("cp037"),
        lambda data: "".join(line.ljust(80) for line in data.decode().splitlines()).encode("cp037"),
        lambda data: "\ufeff".encode("utf-16-le") + data.decode().encode("utf-16-le"),
        lambda data: "\ufeff".encode("utf-16-be") + data.decode().encode("utf-16-be"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b" \t" + data.replace(b"\n", b"\n  "),
    ],
)
def test_other_encodings(authority: Authority, change: object) -> None:
    assert callable(change)
    found = pem.read(change(block("CERTIFICATE", authority.der)), "x")
    assert [entry.subject for entry in found.entries] == [ROOT]


def test_trusted_certificates_and_pkcs7(authority: Authority) -> None:
    data = block("TRUSTED CERTIFICATE", authority.der + tlv(0x30, b"\x0c\x01x"))
    data += pkcs7.serialize_certificates([authority.certificate], Encoding.PEM)
    found = pem.read(data, "x")
    assert [entry.subject for entry in found.entries] == [ROOT, ROOT]
    assert all(entry.certificate and entry.certificate.defects == () for entry in found.entries)


@pytest.mark.parametrize(
    ("form", "encryption", "word", "encrypted"),
    [
        (PrivateFormat.PKCS8, NoEncryption(), "PRIVATE KEY", False),
        (PrivateFormat.PKCS8, BestAvailableEncryption(b"x"), "ENCRYPTED PRIVATE KEY", True),
        (PrivateFormat.TraditionalOpenSSL, NoEncryption(), "EC PRIVATE KEY", False),
        (PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"x"), "EC PRIVATE KEY", True),
        (PrivateFormat.OpenSSH, NoEncryption(), "OPENSSH PRIVATE KEY", False),
    ],
)
def test_keys_are_only_noted(
    authority: Authority,
    form: PrivateFormat,
    encryption: KeySerializationEncryption,
    word: str,
    encrypted: bool,
) -> None:
    key = private_key(form, encryption)
    found = pem.read(key + block("CERTIFICATE", authority.der), "x")
    (note,) = found.private_keys
    assert (note.what, note.encrypted, note.offset) == (word, encrypted, 0)
    assert len(found.entries) == 1
    kept = pickle.dumps(found)
    assert all(line not in kept for line in key.splitlines()[1:-1] if len(line) > 30)


def test_an_encrypted_openssh_key() -> None:
    inside = b"openssh-key-v1\0" + b"\0\0\0\x0aaes256-ctr" + b"\0\0\0\x06bcrypt" + bytes(80)
    (note,) = pem.read(block("OPENSSH PRIVATE KEY", inside), "x").private_keys
    assert note.encrypted


def test_a_file_of_keys_alone() -> None:
    found = pem.read(private_key(PrivateFormat.PKCS8, NoEncryption()), "x")
    assert (found.entries, len(found.private_keys)) == ((), 1)


def test_broken_blocks_do_not_hide_the_next(authority: Authority) -> None:
    data = block("CERTIFICATE", authority.der, end=False)
    data += b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"
    data += block("CERTIFICATE", b"rubbish") + block("PKCS7", b"rubbish") + block("DH PARAMETERS", b"x")
    data += block("CERTIFICATE", authority.der)
    found = pem.read(data, "x")
    assert [problem.word for problem in found.problems] == ["truncated", *["certificate"] * 3]
    assert [entry.subject for entry in found.entries] == [None, ROOT]
    assert found.records == 6


def test_blocks_are_bounded() -> None:
    found = pem.read(b"-----BEGIN CERTIFICATE-----\n" * (pem.MAX_BLOCKS + 5), "x")
    assert found.problems[-1].word == "limit"
    assert found.records == pem.MAX_BLOCKS


def test_long_blocks_and_blocks_of_many_are_bounded() -> None:
    inside = b"QUJD" * (pem.MAX_TEXT // 4 + 1)
    long = b"-----BEGIN CERTIFICATE-----\n" + inside + b"\n-----END CERTIFICATE-----\n"
    assert [problem.word for problem in pem.read(long, "x").problems] == ["limit"]
    many = block("PKCS7", bundle(*[sequence()] * 4000))
    found = pem.read(many * 9, "x")
    assert (len(found.entries), found.records, found.problems[-1].word) == (8000, 2, "limit")


@pytest.mark.parametrize(
    "data", [b"", b"text", b"-----BEGIN -----", b"----BEGIN CERTIFICATE-----", b"\xff\xfe"]
)
def test_no_block(data: bytes) -> None:
    with pytest.raises(NotAKeyDatabase):
        pem.read(data, "x")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*pem.READERS, "PRIVATE KEY"]), st.binary(max_size=100), st.booleans())
def test_any_block(word: str, content: bytes, end: bool) -> None:
    found = pem.read(block(word, content, end) + content, "x")
    assert found.records >= 1
