"""PKCS#12: files of ``cryptography``, of older programs, with several keys, without password, and broken."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der
from ssldiag.keydb import pkcs12 as reader
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase

from .makers import SECRET, Authority, ec_key, number, oid, sequence, tlv

PASSWORD = b"secret12"
ENCRYPTIONS: dict[str, KeySerializationEncryption] = {
    "best": BestAvailableEncryption(PASSWORD),
    "3des": (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(500)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(hashes.SHA1())
        .build(PASSWORD)
    ),
    "aes": (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(500)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(PASSWORD)
    ),
    "none": NoEncryption(),
}


def store(authority: Authority, encryption: KeySerializationEncryption) -> bytes:
    own = x509.load_der_x509_certificate(authority.issue())
    others = [pkcs12.PKCS12Certificate(authority.certificate, "Größe CA".encode())]
    return pkcs12.serialize_key_and_certificates(b"TLSCERT1", ec_key(), own, others, encryption)


def summary(found: KeyDatabase) -> list[tuple[str, str, bool, str | None]]:
    return [(entry.label, entry.kind, entry.has_private_key, entry.subject) for entry in found.entries]


BOTH = [
    ("TLSCERT1", "personal", True, "CN=server.example.test,O=Example,C=DE"),
    ("Größe CA", "signer", False, "CN=Test Root,O=Example,C=DE"),
]


@pytest.mark.parametrize("word", ENCRYPTIONS)
def test_with_password(authority: Authority, word: str) -> None:
    found = reader.read(store(authority, ENCRYPTIONS[word]), "x.p12", PASSWORD if word != "none" else None)
    assert summary(found) == BOTH
    assert (found.format, found.version, found.problems, found.needs_password) == ("pkcs12", 3, (), False)
    assert found.private_keys == ()
    assert all(entry.trusted is None for entry in found.entries)


def test_an_empty_password_is_a_password(authority: Authority) -> None:
    assert summary(reader.read(store(authority, NoEncryption()), "x.p12", b"")) == BOTH


@pytest.mark.parametrize("word", ["best", "3des", "aes"])
def test_without_password(authority: Authority, word: str) -> None:
    found = reader.read(store(authority, ENCRYPTIONS[word]), "x.p12")
    assert (found.needs_password, found.entries, found.problems) == (True, (), ())
    (note,) = found.private_keys
    assert (note.encrypted, note.label) == (True, "TLSCERT1")
    assert note.offset is not None


@pytest.mark.parametrize("password", [b"wrong", b"", b"\xff\xfe", b"x" * 5000])
@pytest.mark.parametrize("word", ["best", "3des", "aes"])
def test_wrong_password(authority: Authority, word: str, password: bytes) -> None:
    found = reader.read(store(authority, ENCRYPTIONS[word]), "x.p12", password)
    assert (found.needs_password, found.entries) == (True, ())
    assert [problem.word for problem in found.problems] == ["password"]


def test_a_password_that_is_not_needed(authority: Authority) -> None:
    """Certificates that lie open are shown whatever the password, and that it is another one is said."""
    found = reader.read(store(authority, NoEncryption()), "x.p12", b"wrong")
    assert summary(found) == BOTH


@pytest.mark.parametrize("name", ["rc2_40.p12", "rc2_128.p12"])
def test_older_programs(data: Path, name: str) -> None:
    found = reader.read((data / name).read_bytes(), name, PASSWORD)
    assert found.problems == ()
    own, issuer = found.entries
    assert (own.label, own.kind, own.subject) == (
        "LEGACY",
        "personal",
        "CN=legacy.example.test,O=Example,C=DE",
    )
    assert (issuer.kind, issuer.subject) == ("signer", "CN=Legacy Root,O=Example,C=DE")


def test_no_key_is_kept_or_decrypted(authority: Authority) -> None:
    secret = ec_key().private_numbers().private_value.to_bytes(32, "big")
    plain = store(authority, NoEncryption())
    assert secret in plain
    assert secret not in pickle.dumps(reader.read(plain, "x.p12"))
    for word in ("best", "3des", "aes"):
        assert secret not in pickle.dumps(reader.read(store(authority, ENCRYPTIONS[word]), "x.p12", PASSWORD))


# Files put together by hand: several keys, strange bags.

KEY, SHROUDED, CERTIFICATE, SAFE = (f"1.2.840.113549.1.12.10.1.{kind}" for kind in (1, 2, 3, 6))
DATA = "1.2.840.113549.1.7.1"


def attributes(label: str = "", key_id: bytes = b"") -> bytes:
    found = []
    if label:
        found.append(sequence(oid("1.2.840.113549.1.9.20"), tlv(0x31, tlv(0x1E, label.encode("utf-16-be")))))
    if key_id:
        found.append(sequence(oid("1.2.840.113549.1.9.21"), tlv(0x31, tlv(0x04, key_id))))
    return tlv(0x31, *found) if found else b""


def bag(kind: str, content: bytes, label: str = "", key_id: bytes = b"") -> bytes:
    return sequence(oid(kind), tlv(0xA0, content), attributes(label, key_id))


def certificate(content: bytes, label: str = "", key_id: bytes = b"") -> bytes:
    inside = sequence(oid("1.2.840.113549.1.9.22.1"), tlv(0xA0, tlv(0x04, content)))
    return bag(CERTIFICATE, inside, label, key_id)


def key(label: str = "", key_id: bytes = b"", kind: str = SHROUDED) -> bytes:
    return bag(kind, sequence(sequence(oid("1.2.3")), tlv(0x04, SECRET)), label, key_id)


def pfx(*bags: bytes, wrap: int = 0x04) -> bytes:
    safe = sequence(oid(DATA), tlv(0xA0, tlv(0x04, sequence(*bags))))
    content = sequence(safe)
    holder = (
        tlv(0x04, content) if wrap == 0x04 else tlv(0x24, tlv(0x04, content[:50]), tlv(0x04, content[50:]))
    )
    return sequence(number(3), sequence(oid(DATA), tlv(0xA0, holder)))


def test_several_keys_by_their_ids(authority: Authority) -> None:
    one, two, three = (authority.issue(f"{word}.example.test") for word in ("one", "two", "three"))
    found = reader.read(
        pfx(
            key("", b"2"),
            key("", b"1", KEY),
            certificate(one, "A", b"1"),
            certificate(two, "B", b"2"),
            certificate(three, "C", b"3"),
        ),
        "x",
    )
    assert [(entry.label, entry.has_private_key) for entry in found.entries] == [
        ("A", True),
        ("B", True),
        ("C", False),
    ]
    assert [entry.record for entry in found.entries] == [1, 2, 3]
    assert found.private_keys == ()


def test_keys_by_label_and_alone(authority: Authority) -> None:
    one, two = authority.issue("one.example.test"), authority.issue("two.example.test")
    found = reader.read(pfx(key("B"), key("NOBODY", b"9"), certificate(one, "A"), certificate(two, "B")), "x")
    assert [entry.has_private_key for entry in found.entries] == [False, True]
    assert [note.label for note in found.private_keys] == ["NOBODY"]
    lonely = reader.read(pfx(key(), certificate(one)), "x")
    assert [entry.has_private_key for entry in lonely.entries] == [True]
    doubtful = reader.read(pfx(key("A"), certificate(one, "A"), certificate(two, "A")), "x")
    assert [entry.has_private_key for entry in doubtful.entries] == [False, False]


def test_offsets_are_those_of_the_file(authority: Authority) -> None:
    item = certificate(authority.der, "A")
    whole = pfx(item)
    (entry,) = reader.read(whole, "x").entries
    assert entry.offset == whole.index(item)
    (entry,) = reader.read(pfx(item, wrap=0x24), "x").entries
    assert (entry.offset, entry.label) == (None, "A")


def test_nested_safes(authority: Authority) -> None:
    inner = certificate(authority.der, "DEEP")
    for _ in range(2):
        inner = bag(SAFE, sequence(inner))
    assert [entry.label for entry in reader.read(pfx(inner), "x").entries] == ["DEEP"]
    for _ in range(10):
        inner = bag(SAFE, sequence(inner))
    assert reader.read(pfx(inner), "x").entries == ()


def test_certificate_that_is_none() -> None:
    found = reader.read(pfx(certificate(b"rubbish", "BAD")), "x")
    assert found.entries[0].error
    assert [(problem.word, problem.label) for problem in found.problems] == [("certificate", "BAD")]


def test_broken_bag_is_told(authority: Authority) -> None:
    found = reader.read(pfx(certificate(authority.der, "A"), sequence(b"\x05\0")), "x")
    assert [entry.label for entry in found.entries] == ["A"]
    assert [problem.word for problem in found.problems] == ["record"]


def test_unknown_parts_and_schemes(authority: Authority) -> None:
    unknown = sequence(oid("1.2.3"), tlv(0xA0, tlv(0x04, b"")))
    scheme = sequence(sequence(oid(DATA), sequence(oid("1.2.3.4")), tlv(0x80, bytes(16))))
    encrypted = sequence(oid("1.2.840.113549.1.7.6"), tlv(0xA0, sequence(number(0), *der_parts(scheme))))
    whole = sequence(number(3), sequence(oid(DATA), tlv(0xA0, tlv(0x04, sequence(unknown, encrypted)))))
    assert [problem.word for problem in reader.read(whole, "x").problems] == ["unread"]
    assert [problem.word for problem in reader.read(whole, "x", b"p").problems] == ["unread", "encryption"]


def der_parts(wrapped: bytes) -> list[bytes]:
    return [child.raw for child in der.children(der.read(wrapped))]


def test_too_many_parts() -> None:
    safe = sequence(oid(DATA), tlv(0xA0, tlv(0x04, sequence())))
    content = sequence(*[safe] * (reader.MAX_SAFES + 1))
    whole = sequence(number(3), sequence(oid(DATA), tlv(0xA0, tlv(0x04, content))))
    assert [problem.word for problem in reader.read(whole, "x").problems] == ["limit"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"rubbish",
        sequence(),
        sequence(number(3), sequence()),
        sequence(number(3), sequence(oid("1.2.840.113549.1.7.2"), tlv(0xA0, sequence()))),
        sequence(number(3), sequence(oid(DATA), tlv(0xA0, tlv(0x04, b"rubbish")))),
    ],
)
def test_no_pkcs12(data: bytes) -> None:
    with pytest.raises(NotAKeyDatabase):
        reader.read(data, "x")


def test_damage_anywhere(authority: Authority) -> None:
    whole = store(authority, ENCRYPTIONS["3des"])
    dice = random.Random(4)
    for _ in range(150):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        try:
            found = reader.read(bytes(broken), "x", PASSWORD)
        except NotAKeyDatabase as error:
            assert str(error)
        else:
            assert all(problem.what for problem in found.problems)


def test_cut_anywhere(authority: Authority) -> None:
    whole = store(authority, NoEncryption())
    for size in range(0, len(whole), 7):
        with pytest.raises(NotAKeyDatabase):
            reader.read(whole[:size], "x")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=150))
def test_any_bag(content: bytes) -> None:
    found = reader.read(pfx(content), "x", b"p")
    assert found.format == "pkcs12"
