"""Certificates, sound and hostile: every one gives a value or NotACertificate."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import certificate, tolerant
from ssldiag.keydb.model import Certificate, NotACertificate

from .makers import (
    CN,
    END,
    ISSUER,
    START,
    Authority,
    ec_key,
    extensions,
    name,
    number,
    oid,
    raw_certificate,
    rdn,
    sequence,
    tlv,
)


def test_every_field(authority: Authority) -> None:
    der = authority.issue()
    expected = x509.load_der_x509_certificate(der)
    found = certificate.parse(der)
    assert found.subject == "CN=server.example.test,O=Example,C=DE"
    assert found.issuer == "CN=Test Root,O=Example,C=DE"
    assert found.subject_der == expected.subject.public_bytes()
    assert found.issuer_der == expected.issuer.public_bytes()
    assert found.serial == expected.serial_number
    assert (found.not_before, found.not_after) == (START, END)
    assert (found.key, found.key_bits) == ("EC P-256", 256)
    assert (found.signature, found.signature_hash) == ("ecdsa-with-SHA256", "sha256")
    assert (found.version, found.is_ca, found.path_length) == (3, False, None)
    assert found.key_usage == frozenset({"digitalSignature", "keyEncipherment"})
    assert found.extended_key_usage == frozenset({"serverAuth"})
    assert (found.dns_names, found.ip_addresses) == (("server.example.test",), ("192.0.2.10",))
    assert found.authority_key_id == certificate.parse(authority.der).subject_key_id
    assert found.sha256 == hashlib.sha256(der).hexdigest()
    assert found.der == der
    assert (found.self_issued, found.tolerant, found.defects) == (False, False, ())


def test_root(authority: Authority) -> None:
    found = certificate.parse(authority.der)
    assert (found.is_ca, found.self_issued) == (True, True)
    assert found.dns_names == ()
    assert found.key_usage is None


def test_ed25519() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    builder = x509.CertificateBuilder(rdn("ed"), rdn("ed"), key.public_key(), 5, START, END)
    found = certificate.parse(builder.sign(key, None).public_bytes(Encoding.DER))
    assert (found.key, found.signature, found.signature_hash) == ("Ed25519", "Ed25519", None)
    assert certificate.signed_by(found, found) is True


def hostile(defect: str, **parts: bytes) -> Certificate:
    """Read a certificate with these parts; one of its defects has to say so."""
    found = certificate.parse(raw_certificate(**parts))
    assert any(defect in sentence for sentence in found.defects), found.defects
    return found


def test_the_raw_one_is_sound_but_for_what_is_changed() -> None:
    assert certificate.parse(raw_certificate()).defects == ()


def test_negative_and_zero_serials() -> None:
    assert hostile("negative", serial=number(-5)).serial == -5
    assert hostile("negative", serial=number(-5)).serial_hex == "-5"
    assert hostile("zero", serial=number(0)).serial == 0
    assert hostile("20 octets", serial=number(2**200)).serial == 2**200
    assert hostile("padded", serial=b"\x02\x02\x00\x05").serial == 5


def test_dates_in_bad_form() -> None:
    dates = sequence(tlv(0x17, b"2601010000Z"), tlv(0x17, b"270101000000+0100"))
    found = hostile("the first day is not written", validity=dates)
    assert found.not_before == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.not_after == datetime(2026, 12, 31, 23, tzinfo=UTC)
    dates = sequence(tlv(0x17, b"260101000000Z"), tlv(0x17, b"yesterday"))
    assert hostile("the last day is no date", validity=dates).not_after is None
    assert hostile("no pair of dates", validity=sequence(tlv(0x17, b"260101000000Z"))).not_before is None


def test_dates_far_away() -> None:
    dates = sequence(tlv(0x18, b"19400101000000Z"), tlv(0x18, b"99991231235959Z"))
    found = certificate.parse(raw_certificate(validity=dates))
    assert (found.not_before, found.not_after) == (
        datetime(1940, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    )


def test_ends_before_it_begins() -> None:
    hostile("ends before", validity=sequence(tlv(0x17, b"270101000000Z"), tlv(0x17, b"260101000000Z")))


def test_lengths_that_are_not_der() -> None:
    subject = b"\x30\x81\x1e" + name((CN, 0x0C, b"broken.example.test"))[2:]
    found = hostile("shortest form", subject=subject)
    assert found.tolerant
    assert found.subject == "CN=broken.example.test"


def test_huge_rsa_key() -> None:
    spki = sequence(
        sequence(oid("1.2.840.113549.1.1.1"), tlv(0x05)),
        tlv(0x03, b"\0" + sequence(number(2**32000 + 1), number(65537))),
    )
    assert certificate.parse(raw_certificate(key=spki)).key == "RSA 32001"


def test_unknown_algorithms() -> None:
    spki = sequence(sequence(oid("1.2.3.4")), tlv(0x03, b"\0key"))
    found = certificate.parse(raw_certificate(key=spki, algorithm=sequence(oid("1.2.3.5"))))
    assert (found.key, found.signature) == ("unknown key type 1.2.3.4", "1.2.3.5")
    assert certificate.signed_by(found, found) is None


def test_broken_key() -> None:
    hostile("public key cannot be read", key=sequence(tlv(0x05), tlv(0x05)))
    point = sequence(
        sequence(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), tlv(0x03, b"\0\x04" + b"\x01" * 64)
    )
    hostile("refuses the public key", key=point)


def test_duplicate_extensions() -> None:
    twice = ("2.5.29.19", True, sequence(tlv(0x01, b"\xff")))
    found = hostile("more than once", extensions=extensions(twice, twice))
    assert found.tolerant
    assert found.is_ca is None


def test_broken_extension() -> None:
    found = hostile("refuses its extensions", extensions=extensions(("2.5.29.19", True, b"rubbish")))
    assert found.tolerant


def test_extensions_in_a_version_1_certificate() -> None:
    found = hostile("version 1", version=b"", extensions=extensions(("2.5.29.19", True, sequence())))
    assert found.version == 1


def test_unknown_critical_extension() -> None:
    found = certificate.parse(
        raw_certificate(extensions=extensions(("1.2.3.4", True, b"\x05\0"), ("1.2.3.5", False, b"\x05\0")))
    )
    assert found.unknown_critical == ("1.2.3.4",)


def test_nul_in_the_name() -> None:
    found = hostile("NUL character", subject=name((CN, 0x0C, b"bank.example\0.evil.example")))
    assert found.subject == "CN=bank.example\\00.evil.example"


@pytest.mark.parametrize(
    ("tag", "value"),
    [(0x1E, "Größe".encode("utf-16-be")), (0x14, "Größe".encode("latin-1")), (0x0C, "Größe".encode())],
)
def test_string_types(tag: int, value: bytes) -> None:
    assert certificate.parse(raw_certificate(subject=name((CN, tag, value)))).subject == "CN=Größe"


def test_empty_issuer_and_differing_algorithms() -> None:
    hostile("issuer is empty", issuer=sequence())
    hostile("differ", outer_algorithm=sequence(oid("1.2.840.113549.1.1.5"), tlv(0x05)))


def test_bytes_behind(authority: Authority) -> None:
    found = certificate.parse(authority.der + b"more")
    assert "4 bytes follow the certificate" in found.defects
    assert found.sha256 == certificate.parse(authority.der).sha256


def test_null_parameters_of_ecdsa_are_told(authority: Authority) -> None:
    algorithm = sequence(oid("1.2.840.10045.4.3.2"), tlv(0x05))
    found = hostile("the strict parser", algorithm=algorithm)
    assert found.signature == "ecdsa-with-SHA256"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"0",
        b"not a certificate",
        sequence(),
        sequence(sequence()),
        sequence(tlv(0x05)),
        raw_certificate(issuer=tlv(0x05)),
        raw_certificate(subject=sequence(tlv(0x05))),
        raw_certificate(serial=tlv(0x05)),
        raw_certificate(serial=tlv(0x02, b"\x01" * 2000)),
        raw_certificate(serial=tlv(0x02)),
        b"\x30\x84\x00\x20\x00\x00" + bytes(2 << 20),
        b"\x30\x80" * 10_000,
    ],
)
def test_no_certificate(data: bytes) -> None:
    with pytest.raises(NotACertificate):
        certificate.parse(data)


def test_defects_are_bounded() -> None:
    items = [("1.2.3." + str(at), False, b"") for at in range(200)]
    assert len(certificate.parse(raw_certificate(extensions=extensions(*items, *items))).defects) <= 20


def test_cut_at_every_byte(authority: Authority) -> None:
    whole = authority.issue()
    for size in range(len(whole)):
        with pytest.raises(NotACertificate):
            certificate.parse(whole[:size])


def test_changed_bytes(authority: Authority) -> None:
    """Change each byte in turn, the way damage does."""
    whole = authority.issue()
    dice = random.Random(1)
    for at in range(len(whole)):
        broken = whole[:at] + bytes([whole[at] ^ dice.randrange(1, 256)]) + whole[at + 1 :]
        try:
            found = certificate.parse(broken)
        except NotACertificate as error:
            assert str(error)
        else:
            assert found.sha256 != hashlib.sha256(whole).hexdigest()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(NotACertificate):
        certificate.parse(data)


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            part: st.binary(max_size=40).map(lambda content: tlv(0x30, content))
            for part in ("algorithm", "issuer", "validity", "subject", "key", "signature")
        },
    )
)
def test_any_parts(parts: dict[str, bytes]) -> None:
    try:
        found = certificate.parse(raw_certificate(**parts))
    except NotACertificate as error:
        assert str(error)
    else:
        assert found.sha256
        assert repr(found)


def test_who_signed(authority: Authority) -> None:
    other = Authority()  # the same name, another key
    child = certificate.parse(authority.issue())
    assert certificate.signed_by(child, certificate.parse(authority.der)) is True
    assert certificate.signed_by(child, certificate.parse(other.der)) is False
    stranger = Authority("Someone Else")
    assert certificate.signed_by(child, certificate.parse(stranger.der)) is None


def test_a_sha1_signature_is_checked_as_well() -> None:
    key, algorithm = ec_key(), sequence(oid("1.2.840.10045.4.1"))
    unsigned = raw_certificate(subject=ISSUER, algorithm=algorithm)
    signature = key.sign(tolerant.frame(unsigned).tbs.raw, ec.ECDSA(hashes.SHA1()))
    found = certificate.parse(
        raw_certificate(subject=ISSUER, algorithm=algorithm, signature=tlv(0x03, b"\0" + signature))
    )
    assert (found.signature, found.signature_hash) == ("ecdsa-with-SHA1", "sha1")
    assert certificate.signed_by(found, found) is True
    assert certificate.signed_by(certificate.parse(unsigned), found) is False
