"""Certification requests, sound and broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import request
from ssldiag.keydb.model import NotACertificate

from . import makers
from .makers import CN, SHA256_RSA, name, number, public_key, sequence, tlv


def raw(
    subject: bytes = name((CN, 0x0C, b"x")), key: bytes | None = None, algorithm: bytes = SHA256_RSA
) -> bytes:
    body = sequence(number(0), subject, public_key() if key is None else key, tlv(0xA0))
    return sequence(body, algorithm, tlv(0x03, b"\0sig"))


def test_sound() -> None:
    found = request.parse(makers.request("new.example.test"))
    assert (found.subject, found.key, found.key_bits) == (
        "CN=new.example.test,O=Example,C=DE",
        "EC P-256",
        256,
    )
    assert (found.signature, found.defects) == ("ecdsa-with-SHA256", ())


def test_defects() -> None:
    assert request.parse(raw(name((CN, 0x0C, b"a\0b")))).defects == (
        "the subject's CN holds a NUL character",
    )
    assert "public key cannot be read" in request.parse(raw(key=sequence())).defects[0]
    assert "signature algorithm cannot be read" in request.parse(raw(algorithm=sequence())).defects[0]
    assert (
        request.parse(sequence(sequence(number(0), name(), public_key()))).signature
        == "no signature algorithm"
    )


@pytest.mark.parametrize(
    "data", [b"", sequence(), sequence(sequence()), sequence(sequence(number(0), name()))]
)
def test_none(data: bytes) -> None:
    with pytest.raises(NotACertificate):
        request.parse(data)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_parts(subject: bytes, key: bytes) -> None:
    try:
        found = request.parse(raw(sequence(subject), sequence(key)))
    except NotACertificate as error:
        assert str(error)
    else:
        assert isinstance(found.subject, str)
