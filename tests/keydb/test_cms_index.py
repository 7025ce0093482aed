"""The index behind a record: what each digest covers, and what an index may look like."""

from __future__ import annotations

import struct

import pytest

from ssldiag.keydb import cms_index, der
from ssldiag.keydb.model import Problem

from .makers import Authority, digests, index, request, sequence, tlv

PIECES = (
    "the signature",
    "the certificate's body",
    "the subject",
    "the public key",
    "issuer and serial number",
)
LABEL = der.read(tlv(0x1A, b"LABEL"))


def check(
    certificate: bytes, behind: bytes, *, is_request: bool = False, filling: bytes = bytes(50)
) -> list[Problem]:
    data = certificate + behind + filling
    return list(cms_index.check(der.read(data), LABEL, is_request, len(certificate), len(data)))


def test_sound(authority: Authority) -> None:
    assert check(authority.der, index(b"LABEL", digests(authority.der))) == []


@pytest.mark.parametrize(("at", "what"), list(enumerate(PIECES)))
def test_each_digest(authority: Authority, at: int, what: str) -> None:
    wrong = digests(authority.der)
    wrong[at] = bytes(20)
    (problem,) = check(authority.der, index(b"LABEL", wrong))
    assert (problem.word, problem.what) == ("digest", f"damaged: the digest of {what} does not fit")
    assert problem.offset == len(authority.der) + 13 + 24 * at


@pytest.mark.parametrize(
    ("behind", "word"),
    [
        (b"", "index"),
        (struct.pack(">I", 5000) + b"x", "index"),
        (index(b"LABEL", [bytes(20)] * 4), "index"),
        (index(b"LABEL", [bytes(20)] * 40), "index"),
    ],
)
def test_no_index(authority: Authority, behind: bytes, word: str) -> None:
    assert [problem.word for problem in check(authority.der, behind)][:1] == [word]


def test_other_label(authority: Authority) -> None:
    (problem,) = check(authority.der, index("Ä".encode("latin-1"), digests(authority.der)))
    assert (problem.word, problem.what) == ("label", 'its label reads "Ä" in the index')


def test_filling_that_is_none(authority: Authority) -> None:
    found = check(
        authority.der, index(b"LABEL", digests(authority.der)), filling=bytes(10) + b"x" + bytes(10)
    )
    assert [problem.word for problem in found] == ["padding"]


def test_requests_have_one_digest() -> None:
    found = check(request(), index(b"LABEL", [bytes(20)]), is_request=True)
    assert [problem.what for problem in found] == ["damaged: the digest of the public key does not fit"]


def test_nothing_is_said_of_a_certificate_that_cannot_be_read() -> None:
    assert check(sequence(tlv(0x05)), index(b"LABEL", [bytes(20)] * 5)) == []
