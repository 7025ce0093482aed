"""One certificate or request in DER."""

from __future__ import annotations

import pytest

from ssldiag.keydb import plain
from ssldiag.keydb.model import NotAKeyDatabase

from .makers import Authority, number, raw_certificate, request, sequence, tlv


def test_certificate(authority: Authority) -> None:
    found = plain.read(authority.der, "root.der")
    (entry,) = found.entries
    assert (found.format, found.records, entry.kind, entry.label, entry.trusted) == (
        "der",
        1,
        "signer",
        "",
        None,
    )
    assert entry.subject == "CN=Test Root,O=Example,C=DE"


def test_request() -> None:
    (entry,) = plain.read(request("a.example.test"), "a.csr").entries
    assert (entry.kind, entry.subject, entry.certificate) == (
        "request",
        "CN=a.example.test,O=Example,C=DE",
        None,
    )
    assert entry.request is not None
    assert (entry.request.key, entry.request.signature) == ("EC P-256", "ecdsa-with-SHA256")


def test_version_1_certificates_are_no_requests() -> None:
    for serial in (number(0), number(5)):
        data = raw_certificate(version=b"", serial=serial)
        assert not plain.is_request(data)
        assert plain.read(data, "x").entries[0].kind == "signer"


def test_empty_subject_is_still_a_request() -> None:
    body = sequence(number(0), sequence(), sequence(), tlv(0xA0))
    assert plain.is_request(sequence(body))


@pytest.mark.parametrize("data", [b"", b"rubbish", sequence(), sequence(number(1)), tlv(0x04, b"x")])
def test_neither(data: bytes) -> None:
    assert not plain.is_request(data)
    with pytest.raises(NotAKeyDatabase):
        plain.read(data, "x")


def test_entries_of_what_cannot_be_read() -> None:
    entry = plain.certificate_entry(b"rubbish", 7, 99, "L", True)
    assert (entry.kind, entry.certificate, entry.record, entry.offset, entry.label) == (
        "personal",
        None,
        7,
        99,
        "L",
    )
    assert entry.error
    assert plain.request_entry(b"rubbish", 1, 0).error
