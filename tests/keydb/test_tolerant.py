"""The reading that needs no library, against the strict one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import cms, tolerant
from ssldiag.keydb.model import NotACertificate

from .makers import Authority, raw_certificate, sequence, tlv


def test_parts(authority: Authority) -> None:
    der = authority.issue()
    strict = x509.load_der_x509_certificate(der)
    cut = tolerant.frame(der)
    assert cut.tbs.raw == strict.tbs_certificate_bytes
    assert cut.subject.raw == strict.subject.public_bytes()
    assert cut.signature is not None
    assert cut.signature.content == b"\0" + strict.signature
    assert cut.extensions is not None


def test_agrees_with_the_strict_reading(data: Path) -> None:
    for path in sorted(data.glob("*.kdb")):
        if path.name == "corrupt.kdb":
            continue
        for entry in cms.read(path.read_bytes(), path.name).entries:
            assert entry.certificate is not None
            strict = x509.load_der_x509_certificate(entry.certificate.der)
            found = tolerant.read(entry.certificate.der)
            assert found.subject == strict.subject.rfc4514_string()
            assert found.issuer == strict.issuer.rfc4514_string()
            assert found.serial == strict.serial_number
            assert (found.not_before, found.not_after) == (
                strict.not_valid_before_utc,
                strict.not_valid_after_utc,
            )
            assert found.version == strict.version.value + 1


def test_broken_behind_the_subject_is_still_read() -> None:
    """The names and dates of a certificate whose key is damaged beyond reading."""
    whole = raw_certificate(key=b"\x30\x82\xff\xff")
    found = tolerant.read(whole)
    assert found.subject == "CN=broken.example.test"
    assert found.key == "no public key"
    assert any("broken at byte" in defect for defect in found.defects)


def test_too_large() -> None:
    with pytest.raises(NotACertificate, match="more than any certificate"):
        tolerant.frame(bytes(tolerant.MAX_CERTIFICATE + 1))


@pytest.mark.parametrize(
    "version", [b"", tlv(0xA0), tlv(0xA0, tlv(0x02, b"\x09")), tlv(0xA0, tlv(0x02, b"\x01" * 3000))]
)
def test_versions(version: bytes) -> None:
    found = tolerant.read(raw_certificate(version=version))
    assert found.version in (0, 1, 10)
    assert repr(found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=20).map(lambda content: sequence(content)), max_size=8))
def test_any_body(parts: list[bytes]) -> None:
    try:
        found = tolerant.read(sequence(sequence(*parts), sequence(), tlv(0x03, b"\0")))
    except NotACertificate as error:
        assert str(error)
    else:
        assert found.sha256
