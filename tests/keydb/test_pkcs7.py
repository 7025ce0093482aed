"""PKCS#7: what carries certificates, and what does not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import pkcs7 as reader
from ssldiag.keydb.model import NotAKeyDatabase

from .makers import Authority, bundle, number, oid, sequence, tlv

SIGNED = "1.2.840.113549.1.7.2"


def test_made_by_cryptography(authority: Authority) -> None:
    issuing = Authority("Issuing", authority)
    data = pkcs7.serialize_certificates([issuing.certificate, authority.certificate], Encoding.DER)
    found = reader.read(data, "x.p7b")
    assert {entry.subject for entry in found.entries} == {
        "CN=Issuing,O=Example,C=DE",
        "CN=Test Root,O=Example,C=DE",
    }
    assert (found.format, found.records, found.problems) == ("pkcs7", 2, ())
    first = found.entries[0]
    assert first.certificate is not None and first.offset == data.index(first.certificate.der)


def test_indefinite_lengths(authority: Authority) -> None:
    signed = b"\x30\x80" + number(1) + tlv(0x31) + b"\xa0\x80" + authority.der + b"\0\0" + b"\0\0"
    data = b"\x30\x80" + oid(SIGNED) + b"\xa0\x80" + signed + b"\0\0" + b"\0\0"
    assert [entry.subject for entry in reader.read(data, "x").entries] == ["CN=Test Root,O=Example,C=DE"]


def test_broken_certificate_does_not_hide_the_next(authority: Authority) -> None:
    found = reader.read(bundle(sequence(b"\x05\0"), tlv(0xA1, b"other"), authority.der), "x")
    assert [bool(entry.error) for entry in found.entries] == [True, False]
    assert [problem.word for problem in found.problems] == ["certificate"]


def test_bytes_behind_and_none_inside() -> None:
    found = reader.read(bundle() + b"xx", "x")
    assert (found.entries, [problem.word for problem in found.problems]) == ((), ["trailing"])


def test_bounded() -> None:
    found = reader.read(bundle(*[sequence()] * (reader.MAX_CERTIFICATES + 1)), "x")
    assert (len(found.entries), found.problems[-1].word) == (reader.MAX_CERTIFICATES, "limit")


@pytest.mark.parametrize(
    "data", [b"", b"x", sequence(), sequence(oid("1.2.3"), tlv(0xA0)), sequence(oid(SIGNED), tlv(0xA0))]
)
def test_none(data: bytes) -> None:
    with pytest.raises(NotAKeyDatabase):
        reader.read(data, "x")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100))
def test_any_content(content: bytes) -> None:
    try:
        found = reader.read(bundle(content), "x")
    except NotAKeyDatabase as error:
        assert str(error)
    else:
        assert all(entry.error or entry.certificate for entry in found.entries)
